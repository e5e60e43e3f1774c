"""Articles whose stories are merged, split and followed up, by the names that tests call them by."""

from __future__ import annotations

from story_runs import Text

GATES = " ".join(f"On day {n} the agency counted {n * 37} crates at gate {n % 7} of the yard." for n in range(30))
TEXTS = {
    # One event from two sides, which nothing ties together until a third report has both.
    "sealed": Text(
        "Crates sealed at Port Varkel",
        "Customs officers sealed forty crates of lidar boards at Port Varkel after brokers sent a tip about forged "
        "papers.",
        (1,),
        0,
        "Quay Post",
    ),
    "bailed": Text(
        "Freight agent held overnight",
        "Police arrested a freight agent on Monday; a magistrate asked who had declared the lidar cargo, and bail was "
        "refused.",
        (0, 1),
        0.1,
        "Assize Weekly",
    ),
    "both": Text(
        "Agent arrested after crates are sealed at Port Varkel",
        "Police arrested a freight agent hours after customs officers sealed forty crates of lidar boards at Port "
        "Varkel; forged papers came to light with a tip, and a magistrate refused bail.",
        (1, 1),
        0.2,
        "Harbour Telegraph",
    ),
    # Two events that pass for one until the second is reported again.
    "grant": Text(
        "Tessin council grants ferry licence",
        "The Tessin council granted the Orvelle line a licence for sailings after dark, valid until June, the harbour "
        "master said.",
        (0, 0, 0, 1, 0.2),
        1,
        "Lake Courier",
    ),
    "object": Text(
        "Quay residents file an objection",
        "Residents of the quay filed an objection with the judges, citing noise and lamps of Orvelle boats.",
        (0, 0, 0, 0.3, 1),
        1.2,
        "Tessin Bote",
    ),
    "court": Text(
        "Judges hear quay residents",
        "Judges heard residents of the quay who had filed an objection over noise and lamps; they will rule next week, "
        "citing precedent.",
        (0, 0, 0, 0, 1),
        1.4,
        "Gavel Daily",
    ),
    # What came of the second.
    "ruling": Text(
        "Boats to be kept quiet after ten",
        "Orvelle has to keep its boats quiet after ten in the evening, a panel decided; it will appeal and has until "
        "autumn to pay what the hearings cost those who live nearby.",
        (0, 0, 0, 0, 1, 0.3),
        8,
        "Gavel Daily",
    ),
    # A wire report that comes to hand after those who carried it.
    "carried": Text("Gates are counted", GATES, (0, 0, 1), 3.1, "Relay"),
    "reprint": Text("A count of gates", f"By our desk. {GATES}", (0, 0, 1, 0.1), 3.2, "Northern Echo"),
    "wire": Text("Agency counts the gates", GATES, (0, 0, 1, 0, 0.1), 3, "Wire"),
}
