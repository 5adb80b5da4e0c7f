// Renders cartoon portraits: a JSON array of descriptions on stdin, raw RGBA pixels on stdout, one picture
// after the other. Every choice is made by the caller (tools/prepare_portraits.py); nothing is random here.
//
// The style is "Personas" by Draftbit, CC BY 4.0. Changed here: cropped closer to the head, glasses separated
// from the eyes behind them, the face's highlight mixed as an opaque colour, own palettes.

import { readFileSync, writeSync } from "node:fs";
import { createAvatar } from "@dicebear/core";
import * as personas from "@dicebear/personas";
import { Resvg } from "@resvg/resvg-js";

const SIZE = 256;
const VIEW = { x: 5, y: 3, side: 54 }; // of the style's 64 x 64: every hair style fits, the face is in the middle

const EYES = /(<g transform="translate\(20 24\)">)(.*?)(<\/g><g transform="translate\(2 2\)">)/s;
// The open eyes that the style draws behind its glasses and sunglasses.
const PUPILS = /<path d="M6 6a1\.5 1\.5 0 1 0 0-3 1\.5 1\.5 0 0 0 0 3ZM18 6a1\.5 1\.5 0 1 0 0-3 1\.5 1\.5 0 0 0 0 3Z"[^>]*\/>/;
const HIGHLIGHT = 'fill="#fff" style="mix-blend-mode:overlay" opacity=".36"';

// Unlike String.replace, notices when a newer version of the style no longer has what is to be replaced.
function replaced(text, pattern, replacement) {
  const found = typeof pattern === "string" ? text.includes(pattern) : pattern.test(text);
  if (!found) throw new Error(`The style's drawing has changed: no ${pattern}`);
  return text.replace(pattern, () => replacement);
}

const one = (value) => [value];

function options(p, eyes) {
  return {
    hair: one(p.hair),
    eyes: one(eyes),
    mouth: one(p.mouth),
    nose: one(p.nose),
    body: one(p.clothing),
    facialHair: one(p.facialHair ?? "shadow"),
    facialHairProbability: p.facialHair ? 100 : 0,
    hairColor: one(p.hairColour),
    skinColor: one(p.skinColour),
    clothingColor: one(p.clothingColour),
  };
}

// createAvatar fills in a style's defaults and calls create; this keeps what create returned.
function drawing(p, eyes) {
  let body;
  const style = {
    ...personas,
    create: (context) => {
      const result = personas.create(context);
      body = result.body;
      return result;
    },
  };
  createAvatar(style, options(p, eyes)).toString();
  return body;
}

function portrait(p) {
  let body = drawing(p, p.glasses ?? p.eyes);
  if (p.glasses) {
    const eyes = EYES.exec(drawing(p, p.eyes))[2];
    const [, , glasses] = EYES.exec(body);
    // Sunglasses are in a group with a fill of its own, which the eyes' own fills override.
    body = body.replace(glasses, () => replaced(glasses, PUPILS, eyes));
  }
  body = replaced(body, HIGHLIGHT, `fill="#${p.faceColour}"`);
  const { x, y, side } = VIEW;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${side} ${side}" fill="none">` +
    `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="#${p.background}"/>${body}</svg>`
  );
}

function writeAll(bytes) {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error; // the reader is slower than we are
    }
  }
}

for (const p of JSON.parse(readFileSync(0, "utf8"))) {
  const image = new Resvg(portrait(p), { fitTo: { mode: "width", value: SIZE } }).render();
  if (image.width !== SIZE || image.height !== SIZE) throw new Error("The style is no longer square");
  writeAll(image.pixels);
}
