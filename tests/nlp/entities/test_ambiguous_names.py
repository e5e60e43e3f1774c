"""Words that name an entity in one text and something else in another."""

from __future__ import annotations

import pytest
from spacy.language import Language

from nlp.pipeline import annotate, load_pipeline
from nlp.records import Text

CASES = [
    ("Nvidia ships its Blackwell GPUs to cloud firms this quarter.", "Blackwell", "CHIP"),
    ("James Blackwell, a partner at the fund, sold his stake in March.", "Blackwell", None),
    ("The Titan supercomputer at Oak Ridge used 18,688 accelerators.", "Titan", None),
    ("Nvidia priced the Titan RTX, a GPU for researchers, at $2,499.", "Titan RTX", "CHIP"),
    ("Beijing said it would retaliate against the new tariffs.", "Beijing", "GOV"),
    ("The firm opened an office in Beijing last week.", "Beijing", "PLACE"),
    ("Intel said its foundry lost $2.3 billion in the quarter.", "Intel", "COMPANY"),
    ("Officials shared intel on the smuggling ring with allies.", "intel", None),
    ("DeepSeek, the Hangzhou startup, raised no outside money.", "DeepSeek", "COMPANY"),
    ("Arm raised its royalty rates for chip designers.", "Arm", "COMPANY"),
    ("The robot's arm lifted the wafer carrier.", "arm", None),
    ("Prices ascend each month as memory runs short.", "ascend", None),
    ("Huawei will ship 600,000 Ascend 910C chips next year.", "Ascend 910C", "CHIP"),
    ("Huawei unveiled the Ascend 910C on Monday. The 910C has 800 teraflops.", "910C", "CHIP"),
    ("Washington approved the sale of H20s to China.", "Washington", "GOV"),
    ("She flew from Washington to Taipei on Sunday.", "Washington", "PLACE"),
    ("Grace Liu, an analyst at the bank, expects more.", "Grace", None),
    ("Nvidia paired its Grace CPU with two GPUs.", "Grace CPU", "CHIP"),
    ("Apple released the M4 with faster memory for the Mac.", "M4", "CHIP"),
    ("Traffic on the M4 motorway near Reading came to a halt.", "M4", None),
    ("Nvidia's Rubin GPUs will follow Blackwell in 2026.", "Rubin", "CHIP"),
    ("Meta said it would spend $70 billion on data centers.", "Meta", "COMPANY"),
    ("The team published a meta analysis of 40 studies.", "meta", None),
    ("Google trained the model on Ironwood, its seventh TPU.", "Ironwood", "CHIP"),
    ("Oracle signed a deal with OpenAI for computing power.", "Oracle", "COMPANY"),
    ("Robert Blackwell, a former diplomat, told the panel that the rules would fail.", "Blackwell", None),
    ("Blackwell demand is strong, Nvidia said, and supply will stay tight.", "Blackwell", "CHIP"),
    ("The Titan missile silo near Tucson is a museum now.", "Titan", None),
    ("OpenAI calls its first chip Titan and has Broadcom build it.", "Titan", "CHIP"),
    ("Brussels proposed a second subsidy law in September.", "Brussels", "GOV"),
    ("The conference in Brussels drew 400 chip executives.", "Brussels", "PLACE"),
    ("Taipei rejected the demand to move half of chip output abroad.", "Taipei", "GOV"),
    ("The train from Taipei to Hsinchu takes 40 minutes.", "Taipei", "PLACE"),
    ("Tokyo approved 590 billion yen for Rapidus.", "Tokyo", "GOV"),
    ("Ministers met in Seoul to discuss the memory market.", "Seoul", "PLACE"),
    ("Intelligence officials said the shipments went through three shell firms.", "Intelligence", None),
    ("Intel shares fell 6% after the intelligence report.", "Intel", "COMPANY"),
    ("Students use ChatGPT and DeepSeek to write essays.", "DeepSeek", None),
    ("ARM shares rose 4% after the licensing deal.", "ARM", "COMPANY"),
    ("Surgeons steered the robotic arm from another room.", "arm", None),
    ("Ascend to the roof and you see the fab, the guide said.", "Ascend", None),
    ("Huawei priced Ascend boards 20% below last year's.", "Ascend", "CHIP"),
    ("Farmers sold apple juice at the fair near Hsinchu.", "apple", None),
    ("Apple ordered 3nm wafers for the next phones.", "Apple", "COMPANY"),
    ("Grace Hopper wrote one of the first compilers.", "Grace Hopper", "PERSON"),
    ("Nvidia said Hopper shipments peaked in the spring.", "Hopper", "CHIP"),
    ("Ada Lovelace described a program for Babbage's engine in 1843.", "Ada Lovelace", "PERSON"),
    ("Nvidia built the L40 on Ada and sells it to studios.", "Ada", "CHIP"),
    ("Alan Turing proposed the test in 1950.", "Alan Turing", "PERSON"),
    ("The Turing Award went to two chip designers.", "Turing", None),
    ("Nvidia's Turing cards brought ray tracing to the GPU in 2018.", "Turing", "CHIP"),
    ("Rick Rubin produced the album in a month.", "Rick Rubin", "PERSON"),
    ("Vera Rubin, the astronomer, measured the rotation of galaxies.", "Vera Rubin", "PERSON"),
    ("Nvidia will ship Vera Rubin racks in the second half.", "Vera Rubin", "CHIP"),
    ("Nvidia pairs Vera with Rubin in one rack.", "Vera", "CHIP"),
    ("Alessandro Volta built the first battery in 1800.", "Volta", None),
    ("Nvidia's Volta brought tensor cores to the GPU.", "Volta", "CHIP"),
    ("The Kepler telescope found 2,600 planets.", "Kepler", None),
    ("Nvidia dropped support for Kepler cards.", "Kepler", "CHIP"),
    ("Tesla delivered 430,000 cars in the quarter.", "Tesla", "COMPANY"),
    ("Nvidia retired the Tesla name; the P100 was among the last.", "Tesla", "CHIP"),
    ("The Trinity test took place in New Mexico in 1945.", "Trinity", None),
    ("Intel launched Rocket Lake on the old 14nm process.", "Rocket Lake", "CHIP"),
    ("A rocket crashed into the lake near the launch site.", "lake", None),
    ("Nvidia's Orin powers most driver-assistance boxes in China.", "Orin", "CHIP"),
    ("Commerce added 37 firms to the Entity List.", "Commerce", "GOV"),
    ("Commerce between the two countries fell by a third.", "Commerce", None),
    ("Lawmakers must act before the truce ends.", "act", None),
    ("Congress passed the Chip Security Act by a wide margin.", "Congress", "GOV"),
    ("India's Congress party attacked the subsidy for the chip plant.", "Congress", None),
    ("Jamie Chase sold his shares in the chip startup.", "Jamie Chase", "PERSON"),
    ("JPMorgan Chase raised its price target for the shares.", "JPMorgan Chase", "COMPANY"),
    ("Ford cut output at two plants because chips ran short.", "Ford", "COMPANY"),
    ("Martin Ford wrote a book on robots.", "Martin Ford", "PERSON"),
    ("Samsung Foundry won an order for 2nm wafers.", "Samsung Foundry", "COMPANY"),
    ("Samsung's foundry lost orders to a rival.", "Samsung", "COMPANY"),
    ("Micron will build two fabs in Idaho.", "Micron", "COMPANY"),
    ("The layer is only one micron thick.", "micron", None),
    ("Lam rose 5% while Applied Materials fell.", "Lam", "COMPANY"),
    ("Carrie Lam visited the chip plant in 2019.", "Carrie Lam", "PERSON"),
    ("ASE will add packaging lines in Penang.", "ASE", "COMPANY"),
    ("The kernel dropped support for AMD64 chips without that instruction.", "AMD64", None),
    ("AMD raised prices for every GPU in the line.", "GPU", None),
    ("Antoni Gaudi designed the church in Barcelona.", "Antoni Gaudi", "PERSON"),
    ("Intel's Gaudi 3 costs half as much as its rival.", "Gaudi 3", "CHIP"),
    ("The Falcon 9 rocket lifted the satellite into orbit.", "Falcon", None),
    ("A trillium bloomed in the woods beside the fab.", "trillium", None),
    ("Google rented Trillium to Apple for training.", "Trillium", "CHIP"),
    ("Amazon moved Alexa to Inferentia chips.", "Inferentia", "CHIP"),
    ("Amazon moved Alexa to Inferentia chips.", "Alexa", None),
    ("The group will build batteries in Georgia and Tennessee.", "Georgia", "PLACE"),
    ("Georgia Tech trained a model on 32 H100s.", "Georgia", None),
    ("Jordan signed a deal to host a data center near Amman.", "Jordan", "PLACE"),
    ("Michael Jordan, an AI professor at Berkeley, doubts the claim.", "Michael Jordan", "PERSON"),
    ("The UK Treasury will fund a chip centre in Cardiff.", "UK Treasury", "GOV"),
    ("Treasury yields rose after the jobs report.", "Treasury", None),
    ("AMD's EPYC Milan sold well. The cores in Milan share one cache.", "Milan", "CHIP"),
    ("AMD opened an office in Italy. The fashion week in Milan drew crowds.", "Milan", "PLACE"),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


@pytest.mark.parametrize(("text", "name", "label"), CASES, ids=[case[0][:40] for case in CASES])
def test_the_text_decides(nlp: Language, text: str, name: str, label: str | None) -> None:
    (document,) = annotate([Text(text_id="x", text=text)], nlp=nlp)
    found = [entity.label.value for entity in document.entities if entity.text == name]
    assert set(found) == ({label} if label else set()), found
