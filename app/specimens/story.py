"""An invented affair, told in cables: the dredger Ostwick, 1962, and what came after.

Data only. Every person, ship, harbor and event is made up; the posts are real names so that
times, series and references can be followed. `<key>` in a text becomes a citation of the cable
of that key, in the way the citing form writes one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beat:
    """One cable of the story.

    Attributes:
        key: how other beats cite it.
        kind: the form it is typed on (a kind of `compose.FORMS`).
        post: a name from `POSTS`; for the Department's own traffic the post it goes to.
        date: year, month, day, hour and minute of dispatch, in UTC.
        refs: keys of the cables on its reference line.
        info: other posts that have it.
    """

    key: str
    kind: str
    post: str
    date: tuple[int, int, int, int, int]
    number: int
    level: str
    text: tuple[str, ...]
    subject: str = "Detention of dredger Ostwick"
    precedence: str = ""
    caption: str = ""
    refs: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    series: str = ""


POSTS = ("RABAT", "TANGIER", "LISBON", "LONDON", "MADRID", "PARIS")
SIGNERS = {
    "RABAT": "LANDRAKE", "TANGIER": "HASKETT", "LISBON": "SOLBACH", "LONDON": "VENFIELD",
    "MADRID": "PERMOOR", "PARIS": "BRANDRETH",
}  # fmt: skip
SECRETARY = "BRANDRETH"
COUNTRY = "Morocco"
CAST = ("Benmarid", "Taziloud", "Torvalla", "Kermund")

BEATS = (
    Beat("tan1", "incoming", "TANGIER", (1962, 10, 2, 16, 0), 41, "CONFIDENTIAL", (
        "Suction dredger Ostwick, American owned and under charter to port of Haskala, boarded "
        "last night by harbor police and moved under tow to inner basin. Master, two mates and "
        "nineteen crew confined to ship. All well.",
        "Captain Kermund told vice consul by ship's launch that officers who boarded asked only "
        "for the chart room. They carried off survey sheets for past three weeks and the sounding "
        "book. No receipt given.",
        "Harbor Commissioner Taziloud unavailable. His clerk said matter was one of unpaid "
        "pilotage and would be settled in the morning. Consulate doubts that anyone boards a "
        "dredger at midnight for pilotage.",
    ), precedence="PRIORITY", info=("RABAT", "LONDON")),
    Beat("rab1", "incoming", "RABAT", (1962, 10, 3, 11, 0), 612, "CONFIDENTIAL", (
        "Called on Director of Political Affairs Benmarid this morning re Ostwick (<tan1>). He had "
        "not heard of dredger and sent for a file. When it came it held one sheet, which he read "
        "twice and put in his pocket.",
        "He then said that Ministry of Works had found soundings were being taken outside the "
        "limits of the contract. I said that ships which dredge a channel must know how deep it "
        "is. He smiled and said that this was precisely the question his colleagues were asking.",
        "Comment: Benmarid was courteous and plainly uninformed until the file arrived. We "
        "believe order to board came from Taziloud, who has the Minister's ear and had not "
        "troubled to tell Foreign Ministry. End comment.",
        "Action requested: Department's guidance on how far we may go in describing purpose of "
        "survey.",
    ), precedence="PRIORITY", refs=("tan1",), info=("LONDON", "LISBON")),
    Beat("dep1", "outgoing", "RABAT", (1962, 10, 3, 22, 0), 488, "CONFIDENTIAL", (
        "You may tell Benmarid that Ostwick survey was ordered by port of Haskala itself and that "
        "copies of all sheets were to be handed over on completion. Department has seen contract. "
        "Clause nine provides for soundings to two miles beyond the bar.",
        "You should NOT RPT NOT suggest that United States Government has interest in survey "
        "other than welfare of crew and protection of American property.",
        "Request your estimate of Taziloud's motives and whether release of crew could be "
        "separated from release of ship.",
    ), refs=("rab1",), precedence="PRIORITY", info=("TANGIER",)),
    Beat("lon1", "incoming", "LONDON", (1962, 10, 4, 15, 0), 1533, "CONFIDENTIAL", (
        "Underwriters of Ostwick called at Embassy. They insure hull for 410,000 pounds and had "
        "learned of detention from evening paper. They are anxious to know whether arrest is for "
        "debt, in which case they pay nothing, or for reasons of state, in which case they fear "
        "they may.",
        "Embassy officer said facts were not yet clear (<tan1>). Underwriters have engaged a "
        "salvage master, Torvalla, a Portuguese subject living in Lisbon, to proceed to Haskala "
        "and report on state of ship.",
    ), refs=("tan1",), info=("RABAT", "LISBON")),
    Beat("lis1", "incoming", "LISBON", (1962, 10, 5, 18, 0), 297, "LIMITED OFFICIAL USE", (
        "Torvalla called at consular section for letter of introduction. He is about sixty, deaf in "
        "one ear, and has raised eleven ships. He was pilot at Haskala before the war and says "
        "bar has moved four hundred yards since the last printed chart.",
        "He believes sheets taken from Ostwick would show a second channel, deep enough for ore "
        "ships, running under land lately bought by a company in which, he has heard, Harbor "
        "Commissioner's brother in law is partner. We pass this on for what it is worth.",
    ), refs=("lon1",), info=("RABAT", "LONDON", "TANGIER")),
    Beat("cas1", "message", "RABAT", (1962, 10, 6, 9, 12), 3317, "SECRET", (
        "Station contact in land registry confirms that 212 hectares south of Haskala bar changed "
        "hands 11 September. Buyer is cold store company formed in August with capital of one "
        "truck.",
        "Partners are Taziloud's brother in law and a notary. Contact does not know of any plan "
        "for a harbor on the site and thinks the price foolish, unless buyers know what is under "
        "the water.",
        "Above may be passed to Ambassador. Source should not be exposed by any remark about "
        "the truck.",
    ), precedence="PRIORITY", subject="Land at Haskala"),
    Beat("rab2", "incoming", "RABAT", (1962, 10, 6, 17, 0), 640, "SECRET", (
        "Put clause nine to Benmarid today. He had meanwhile obtained contract and agreed that "
        "soundings were within it. He asked, as if in passing, whether second copy of sheets "
        "existed. I said I supposed master had kept his notes.",
        "Crew may go ashore from tomorrow in parties of four. Ship stays. Benmarid hinted that "
        "Foreign Ministry would be glad to see whole matter in hands of a commission, since "
        "commissions need sheets to look at and Taziloud would have to produce them.",
        "I recommend we let Benmarid find his own way to this. If we propose commission it becomes "
        "our commission. Separate message follows through other channel on matter of land.",
    ), precedence="PRIORITY", caption="LIMIT DISTRIBUTION", refs=("dep1", "rab1")),
    Beat("dep2", "outgoing", "RABAT", (1962, 10, 7, 19, 0), 503, "SECRET", (
        "Department concurs your recommendation. You should take no initiative on commission but "
        "may say, if asked, that owners would make master's notes available to any impartial body.",
        "Owners' counsel here presses for a formal note of protest. We have persuaded him to wait "
        "ten days. FYI: Commerce has no record of any American interest in land at Haskala. END "
        "FYI.",
    ), refs=("rab2",), caption="LIMIT DISTRIBUTION"),
    Beat("tan2", "incoming", "TANGIER", (1962, 10, 9, 13, 0), 47, "UNCLASSIFIED", (
        "Local press carries first story on Ostwick. Paper says dredger was seized for charting "
        "submarine approaches and that a mast of unusual height was seen on board. Mast is "
        "derrick for suction pipe.",
        "About sixty dockers gathered at basin gate to see the mast. They were good humored and "
        "left when the cook threw them oranges.",
    ), refs=("tan1",)),
    Beat("lon2", "incoming", "LONDON", (1962, 10, 10, 12, 0), 1602, "CONFIDENTIAL", (
        "Torvalla's first report reached underwriters by mail. Ostwick is sound. Pumps have been "
        "sealed with harbor lead, but seals are dated 11 September, three weeks before ship was "
        "boarded. Underwriters ask what this may mean. So do we.",
        "Foreign Office is aware of case and regards it as dispute between an American ship and a "
        "port. They would be sorry to see it become anything larger before the fish talks.",
    ), refs=("lis1",), info=("RABAT",)),
    Beat("rab3", "incoming", "RABAT", (1962, 10, 11, 19, 0), 671, "SECRET", (
        "Date on seals (<lon2>) is the day land was bought. Told Benmarid of seals, saying nothing "
        "of land. He was silent for some time and then asked me to excuse him, as he had to see "
        "the Minister.",
        "Comment: If seals were cut before the boarding, then Commissioner meant from the start "
        "that pumps should not run over the second channel. Benmarid drew same conclusion "
        "without help from us.",
    ), precedence="NIACT", caption="LIMIT DISTRIBUTION", refs=("rab2", "lon2")),
    Beat("mad1", "incoming", "MADRID", (1962, 10, 12, 14, 0), 388, "CONFIDENTIAL", (
        "Ministry of Marine asked naval attache today whether it was true that a second channel "
        "existed at Haskala. They have had the question from an ore company at Bilbao, which was "
        "offered a lease on it last spring.",
        "Attache said he knew only what was in the papers. It appears that somebody was selling "
        "the channel before anybody had measured it.",
    ), info=("RABAT", "LISBON")),
    Beat("tdc1", "report", "RABAT", (1962, 10, 13, 10, 0), 1, "SECRET", (
        "In mid-October the Harbor Commissioner at Haskala, Taziloud, was called before the Minister "
        "of Works and asked to produce the sheets taken from the dredger Ostwick. He produced all "
        "but four and said that these had been damaged by water.",
        "The Minister remarked that it was an unlucky thing to happen to charts of the sea. The "
        "Commissioner was told to remain in the capital.",
    ), precedence="PRIORITY", subject="Position of Harbor Commissioner at Haskala"),
    Beat("sec1", "incoming", "PARIS", (1962, 10, 15, 20, 0), 4, "SECRET", (
        "Foreign Minister, here for ministerial meeting, took me aside after dinner and raised "
        "Ostwick without prompting. He said an official had exceeded his duties and that ship "
        "would be free as soon as a decent way was found. He hoped we would not press for the "
        "name of the official.",
        "I said that we wanted the ship, the sheets and an end of stories about masts, and that "
        "names were his affair. He thought the sheets might take a little longer than the ship.",
        "Please inform Rabat.",
    ), precedence="PRIORITY", caption="LIMIT DISTRIBUTION S/S", refs=(), series="SECTO"),
    Beat("dep3", "outgoing", "RABAT", (1962, 10, 16, 15, 0), 531, "SECRET", (
        "Secretary spoke to Foreign Minister in Paris (<sec1>). Ship to be freed when a decent way "
        "is found. You should call on Benmarid and ask whether he has found one.",
        "If he returns to idea of commission you may now support it, provided ship is released at "
        "once and commission meets afterwards with copies of all sheets, including the four that "
        "are said to be wet.",
    ), refs=("rab3", "sec1"), precedence="PRIORITY", info=("TANGIER", "LONDON")),
    Beat("cas2", "message", "RABAT", (1962, 10, 17, 8, 40), 3344, "SECRET", (
        "Land registry contact reports that cold store company applied yesterday to sell back the "
        "212 hectares at half price. Seller declined, saying he preferred the truck.",
        "Notary left for Madrid 15 October with two suitcases. Request traces on any approach by "
        "him to ore company there.",
    ), refs=("cas1",), subject="Land at Haskala"),
    Beat("mad2", "incoming", "MADRID", (1962, 10, 19, 11, 0), 402, "CONFIDENTIAL", (
        "A notary from Haskala called on ore company at Bilbao on 17 October and offered four survey "
        "sheets for sale. Company, which had read the papers, told Ministry of Marine. Sheets are "
        "now in Ministry's safe. They are dry.",
        "Ministry would be glad to be rid of them and asks to whom they belong.",
    ), precedence="PRIORITY", refs=("mad1",), info=("RABAT", "LONDON")),
    Beat("rab4", "incoming", "RABAT", (1962, 10, 20, 18, 0), 718, "SECRET", (
        "Told Benmarid where the four sheets are. He laughed for first time since this began. A "
        "joint commission of three will meet at Haskala on 29 October. Ostwick will be released on "
        "24 October on payment of pilotage for the night of the boarding, which he hoped owners "
        "would not find excessive. It comes to eleven dollars.",
        "I recommend owners pay and keep the receipt.",
    ), precedence="PRIORITY", refs=("dep3", "mad2"), info=("MADRID", "LONDON", "TANGIER")),
    Beat("dep4", "outgoing", "MADRID", (1962, 10, 20, 23, 0), 611, "CONFIDENTIAL", (
        "You should inform Ministry of Marine that sheets are property of port of Haskala under "
        "contract with owners of Ostwick, and suggest they be handed to Moroccan Embassy against "
        "signature. Embassy Rabat reports Moroccans will ask for them.",
    ), refs=("mad2",), info=("RABAT",)),
    Beat("tan3", "incoming", "TANGIER", (1962, 10, 24, 17, 0), 63, "UNCLASSIFIED", (
        "Ostwick left inner basin at 1410 local time today and anchored off bar. Pilotage paid. "
        "Master reports all sheets but four returned, in the order in which they were taken.",
        "Seals were struck off the pumps with a hammer by Commissioner's own deputy, who asked the "
        "vice consul to note the time.",
    ), refs=("rab4",), info=("RABAT", "LONDON")),
    Beat("lon3", "incoming", "LONDON", (1962, 10, 25, 16, 0), 1711, "UNCLASSIFIED", (
        "Underwriters express thanks for help of all posts in Ostwick case and are relieved to "
        "find that they owe nothing. Torvalla's fee was 90 pounds. He asked also for the harbor "
        "lead from one pump, as a curiosity, and has been given it.",
    ), refs=("tan3",), info=("LISBON",)),
    Beat("rab5", "airgram", "RABAT", (1962, 11, 14, 12, 0), 214, "CONFIDENTIAL", (
        "The joint commission on the soundings at Haskala met from October 29 to November 10 and "
        "signed its report on November 12. A copy in translation is enclosed. It finds that a "
        "second channel exists, that it was found by the Ostwick, and that it belongs to the port.",
        "Commissioner Taziloud has been named inspector of lighthouses in the south. There are, as "
        "far as the Embassy can learn, no lighthouses in the south.",
        "The port has asked the owners to dredge the second channel. Work is to begin in the "
        "spring.",
    ), refs=("rab4",), subject="Report of the Joint Commission on Haskala"),
    Beat("rab6", "telegram", "RABAT", (1967, 3, 8, 10, 35), 3921, "LIMITED OFFICIAL USE", (
        "Five years after release of Ostwick, heirs of the seller of the Haskala land have brought "
        "suit against port for value of second channel. They claim land was sold in ignorance of "
        "what lay under the water and cite report of joint commission.",
        "Counsel for port has asked Embassy for copy of notes kept by Captain Kermund. Our files "
        "hold only summary (Rabat 718 of 1962). Request Department search its files and advise.",
    ), subject="Ostwick: claim of former landowner", precedence="ROUTINE"),
    Beat("tan4", "telegram", "TANGIER", (1967, 3, 10, 15, 20), 288, "UNCLASSIFIED", (
        "Consulate has found original receipt for pilotage in strong box, in sum of eleven dollars, "
        "with note that it should be kept. Forwarding by pouch to Rabat.",
    ), refs=("rab6",), subject="Ostwick: claim of former landowner", info=("RABAT",),
        precedence="ROUTINE"),
    Beat("rab7", "telegram", "RABAT", (1967, 6, 22, 9, 50), 5210, "LIMITED OFFICIAL USE", (
        "Court dismissed suit today. It held that no one owns a depth. Port's counsel showed the "
        "receipt (<tan4>) to establish date on which ship was free to sail, and court took "
        "particular note of it.",
        "Port has named the second channel for Captain Kermund, who died in January.",
    ), refs=("rab6", "tan4"), subject="Ostwick: claim of former landowner", precedence="PRIORITY"),
    Beat("rab8", "electronic", "RABAT", (1975, 4, 15, 11, 25), 1846, "LIMITED OFFICIAL USE", (
        "Port of Haskala plans to deepen Kermund channel for ore ships of 60,000 tons and will ask "
        "for loan. Port director raised with economic officer the survey of 1962 and asked whether "
        "United States could supply copies of sheets, since port's own are said to be damaged by "
        "water.",
        "Embassy recalls the phrase. Request Department determine whether sheets survive in files of "
        "owners or underwriters.",
    ), subject="Haskala harbor loan: survey of 1962", info=("LONDON", "LISBON"),
        precedence="ROUTINE"),
    Beat("lon4", "electronic", "LONDON", (1975, 4, 21, 16, 5), 6130, "UNCLASSIFIED", (
        "Underwriters hold full set of Ostwick sheets, being copies made by Torvalla on his own "
        "account before he handed in his report. They will lend them to port against receipt.",
        "Underwriters ask that Embassy Rabat be told that lead seal hangs in their board room and is "
        "not for loan.",
    ), refs=("rab8",), subject="Haskala harbor loan: survey of 1962", info=("RABAT",),
        precedence="PRIORITY"),
    Beat("rab9", "electronic", "RABAT", (1975, 5, 6, 9, 40), 2203, "CONFIDENTIAL", (
        "Sheets received from London and compared with port's set by survey engineer. Four of the "
        "port's sheets differ from the underwriters'. On these the second channel is shown as dry "
        "land.",
        "Comment: It would seem that Taziloud's four sheets were drawn again after all. Embassy has "
        "given copy of true sheets to port director, who locked his door before unrolling them.",
    ), refs=("lon4", "rab8"), subject="Haskala harbor loan: survey of 1962",
        precedence="PRIORITY", info=("LONDON",)),
    Beat("rab10", "mrn", "RABAT", (1984, 9, 12, 13, 15), 7714, "UNCLASSIFIED", (
        "Port museum at Haskala opens on October 24, anniversary of release of Ostwick, and asks for "
        "loan of any papers that Department may release. Museum has the derrick, which is still "
        "labeled as a mast.",
        "Embassy supports request and suggests receipt for eleven dollars as centerpiece.",
    ), refs=("rab9",), subject="Haskala museum: request for papers", precedence="ROUTINE"),
    Beat("tan5", "mrn", "TANGIER", (1984, 10, 25, 8, 50), 902, "UNCLASSIFIED", (
        "Consul attended opening of Haskala museum yesterday. Some 200 people gathered on quay. A "
        "former cook of the Ostwick, aged 81, threw oranges.",
    ), refs=("rab10",), subject="Haskala museum: request for papers", precedence="ROUTINE",
        info=("RABAT",)),
)  # fmt: skip
