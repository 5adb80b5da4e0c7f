"""The games that ale-py ships besides the tuned ones; made by tools/list_games.py, do not edit."""

from __future__ import annotations

from typing import NamedTuple


class OtherGame(NamedTuple):
    """What the console says about a game.

    Attributes:
        id: Its id, and the ROM's name.
        title: What it is called.
        actions: ALE's numbers of the actions that do something.
        fire: Whether nothing happens before fire is pressed.
        lives: Whether the player has several lives.
        rivals: Whether the console plays against the player, for points of its own.
    """

    id: str
    title: str
    actions: tuple[int, ...]
    fire: bool = False
    lives: bool = False
    rivals: bool = False


_ALL = tuple(range(18))

OTHER_GAMES = (
    OtherGame("adventure", "Adventure", _ALL),
    OtherGame("air_raid", "Air Raid", (0, 1, 3, 4, 11, 12)),
    OtherGame("alien", "Alien", _ALL, lives=True),
    OtherGame("amidar", "Amidar", (0, 1, 2, 3, 4, 5, 10, 11, 12, 13), lives=True),
    OtherGame("assault", "Assault", (0, 1, 2, 3, 4, 11, 12), lives=True),
    OtherGame("asterix", "Asterix", (0, 2, 3, 4, 5, 6, 7, 8, 9), lives=True),
    OtherGame("asteroids", "Asteroids", (0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15), lives=True),
    OtherGame("atlantis", "Atlantis", (0, 1, 11, 12), lives=True),
    OtherGame("atlantis2", "Atlantis II", (0, 1, 11, 12), lives=True),
    OtherGame("backgammon", "Backgammon", (1, 3, 4), rivals=True),
    OtherGame("bank_heist", "Bank Heist", _ALL, lives=True),
    OtherGame("basic_math", "Basic Math", (0, 1, 2, 3, 4, 5), fire=True),
    OtherGame("battle_zone", "Battle Zone", _ALL, lives=True),
    OtherGame("beam_rider", "Beamrider", (0, 1, 2, 3, 4, 6, 7, 11, 12), lives=True),
    OtherGame("berzerk", "Berzerk", _ALL, lives=True),
    OtherGame("blackjack", "Blackjack", (0, 1, 2, 5), fire=True),
    OtherGame("bowling", "Bowling", (0, 1, 2, 5, 10, 13), fire=True),
    OtherGame("carnival", "Carnival", (0, 1, 3, 4, 11, 12)),
    OtherGame("casino", "Casino", (0, 1, 2, 5), fire=True),
    OtherGame("centipede", "Centipede", _ALL, lives=True),
    OtherGame("chopper_command", "Chopper Command", _ALL, lives=True),
    OtherGame("crazy_climber", "Crazy Climber", (0, 2, 3, 4, 5, 6, 7, 8, 9), lives=True),
    OtherGame("crossbow", "Crossbow", _ALL, fire=True),
    OtherGame("darkchambers", "Dark Chambers", _ALL),
    OtherGame("defender", "Defender", _ALL, lives=True),
    OtherGame("demon_attack", "Demon Attack", (0, 1, 3, 4, 11, 12), lives=True),
    OtherGame("donkey_kong", "Donkey Kong", _ALL, fire=True, lives=True),
    OtherGame("double_dunk", "Double Dunk", _ALL, rivals=True),
    OtherGame("earthworld", "Earthworld", _ALL),
    OtherGame("elevator_action", "Elevator Action", _ALL, lives=True),
    OtherGame("enduro", "Enduro", (0, 1, 3, 4, 5, 8, 9, 11, 12)),
    OtherGame("entombed", "Entombed", _ALL),
    OtherGame("et", "E.T. the Extra-Terrestrial", _ALL, lives=True),
    OtherGame("fishing_derby", "Fishing Derby", _ALL, rivals=True),
    OtherGame("flag_capture", "Flag Capture", _ALL, rivals=True),
    OtherGame("frogger", "Frogger", (0, 2, 3, 4, 5), lives=True),
    OtherGame("frostbite", "Frostbite", _ALL, lives=True),
    OtherGame("galaxian", "Galaxian", (0, 1, 3, 4, 11, 12), lives=True),
    OtherGame("gopher", "Gopher", (0, 1, 2, 3, 4, 10, 11, 12), lives=True),
    OtherGame("gravitar", "Gravitar", _ALL, lives=True),
    OtherGame("hangman", "Hangman", _ALL),
    OtherGame("haunted_house", "Haunted House", _ALL, lives=True),
    OtherGame("hero", "H.E.R.O.", _ALL, lives=True),
    OtherGame("human_cannonball", "Human Cannonball", _ALL, fire=True),
    OtherGame("ice_hockey", "Ice Hockey", _ALL, rivals=True),
    OtherGame("jamesbond", "James Bond 007", _ALL, lives=True),
    OtherGame("journey_escape", "Journey Escape", (0, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17)),
    OtherGame("kaboom", "Kaboom!", (0, 1, 3, 4)),
    OtherGame("kangaroo", "Kangaroo", _ALL, lives=True),
    OtherGame(
        "keystone_kapers", "Keystone Kapers", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), lives=True
    ),
    OtherGame("king_kong", "King Kong", (0, 1, 2, 3, 4, 5), lives=True),
    OtherGame("klax", "Klax", _ALL),
    OtherGame("koolaid", "Kool-Aid Man", (0, 2, 3, 4, 5, 6, 7, 8, 9)),
    OtherGame("krull", "Krull", _ALL, lives=True),
    OtherGame(
        "kung_fu_master", "Kung-Fu Master", (0, 2, 3, 4, 5, 8, 9, 11, 12, 13, 14, 15, 16, 17), lives=True
    ),
    OtherGame("laser_gates", "Laser Gates", _ALL),
    OtherGame("lost_luggage", "Lost Luggage", (0, 2, 3, 4, 5, 6, 7, 8, 9), lives=True),
    OtherGame("mario_bros", "Mario Bros", _ALL, lives=True),
    OtherGame("miniature_golf", "Miniature Golf", _ALL),
    OtherGame("montezuma_revenge", "Montezuma's Revenge", _ALL, lives=True),
    OtherGame("mr_do", "Mr. Do!", (0, 1, 2, 3, 4, 5, 10, 11, 12, 13), lives=True),
    OtherGame("ms_pacman", "Ms. Pac-Man", (0, 2, 3, 4, 5, 6, 7, 8, 9), lives=True),
    OtherGame("name_this_game", "Name This Game", (0, 1, 3, 4, 11, 12), lives=True),
    OtherGame("othello", "Othello", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), rivals=True),
    OtherGame("pacman", "Pac-Man", (0, 2, 3, 4, 5), lives=True),
    OtherGame("phoenix", "Phoenix", (0, 1, 3, 4, 5, 11, 12, 13), lives=True),
    OtherGame("pitfall", "Pitfall!", _ALL, lives=True),
    OtherGame("pitfall2", "Pitfall II", _ALL, fire=True),
    OtherGame("pooyan", "Pooyan", (0, 1, 2, 5, 10, 13), lives=True),
    OtherGame("private_eye", "Private Eye", _ALL),
    OtherGame("qbert", "Q*bert", (0, 1, 2, 3, 4, 5), lives=True),
    OtherGame("riverraid", "River Raid", _ALL, lives=True),
    OtherGame("road_runner", "Road Runner", _ALL, lives=True),
    OtherGame("robotank", "Robot Tank", _ALL, lives=True),
    OtherGame("seaquest", "Seaquest", _ALL, lives=True),
    OtherGame("sir_lancelot", "Sir Lancelot", (0, 1, 3, 4, 11, 12), lives=True),
    OtherGame("skiing", "Skiing", (0, 3, 4)),
    OtherGame("solaris", "Solaris", _ALL, lives=True),
    OtherGame("space_war", "Space War", _ALL, fire=True),
    OtherGame("star_gunner", "Stargunner", _ALL, lives=True),
    OtherGame("superman", "Superman", _ALL),
    OtherGame("surround", "Surround", (0, 2, 3, 4, 5), rivals=True),
    OtherGame("tennis", "Tennis", _ALL, rivals=True),
    OtherGame("tetris", "Tetris", (0, 1, 3, 4, 5)),
    OtherGame("tic_tac_toe_3d", "3-D Tic-Tac-Toe", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), fire=True, rivals=True),
    OtherGame("time_pilot", "Time Pilot", (0, 1, 2, 3, 4, 5, 10, 11, 12, 13), lives=True),
    OtherGame("trondead", "Tron: Deadly Discs", _ALL, lives=True),
    OtherGame("turmoil", "Turmoil", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12), lives=True),
    OtherGame("tutankham", "Tutankham", (0, 2, 3, 4, 5, 10, 11, 12), lives=True),
    OtherGame("up_n_down", "Up'n Down", (0, 1, 2, 5, 10, 13), lives=True),
    OtherGame("venture", "Venture", _ALL, lives=True),
    OtherGame("video_checkers", "Video Checkers", (1, 6, 7, 8, 9), fire=True, rivals=True),
    OtherGame("video_chess", "Video Chess", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), rivals=True),
    OtherGame("video_cube", "Video Cube", _ALL),
    OtherGame("video_pinball", "Video Pinball", (0, 1, 2, 3, 4, 5, 10, 11, 12), lives=True),
    OtherGame("wizard_of_wor", "Wizard of Wor", (0, 1, 2, 3, 4, 5, 10, 11, 12, 13), lives=True),
    OtherGame("word_zapper", "Word Zapper", _ALL),
    OtherGame("yars_revenge", "Yars' Revenge", _ALL, lives=True),
    OtherGame("zaxxon", "Zaxxon", _ALL, lives=True),
)
