"""The network that reads the labels from portraits."""

from models.portraits.attributes import AttributeNet, AttributeReader
from models.portraits.dataset import load_split
from models.portraits.labels import LABELS


def test_the_attribute_reader_reads_portraits():
    reader, sample = AttributeReader(), load_split("sample")
    pictures = [sample.picture(index) for index in range(64)]
    read = reader.read(pictures)
    assert set(read) == set(LABELS) == set(sample.attributes)
    for name in ("glasses", "clothing_colour", "background", "skin"):
        assert (read[name] == sample.labels[name][:64]).mean() > 0.95, name
    assert all(values.shape == (0,) for values in reader.read([]).values())
    assert sum(value.numel() for value in AttributeNet().parameters()) < 2_000_000
