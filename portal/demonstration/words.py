"""What is written in Meridian's plan: its seller's statements, and the facts its people give."""

WORDS = {
    "M02": (
        "We met on the first day of this plan. Ingrid Solheim decides on the money, Tomás Aguiar"
        " sponsors the change, and Priya Raman leads for Meridian Freight.\n\n"
        "Whoever needs an answer from any of them gets it within two working days."
    ),
    "A1": (
        "The mutual confidentiality agreement covers everything either side shows the other for"
        " this plan: claims, bookings, prices and security reports. It lasts three years."
    ),
    "M04": (
        "The starting point is the last full year of the claims ledger and the booking system."
        " Every later figure in this plan is compared with these values, and with no others."
    ),
    "L1": (
        "The steering group is Tomás Aguiar and Ingrid Solheim for Meridian Freight, Ruth Adeyemi"
        " for Northwind Analytics. It meets every second Tuesday for half an hour, and decides"
        " whatever moves the go-live."
    ),
    "L2": (
        "Meridian Freight has no running agreement with Northwind Analytics and has paid nothing to"
        " it so far. There are no open tickets, and no other division is talking to us."
    ),
    "M08": (
        "The proof runs for ten working days at the Rotterdam depot, on bookings of"
        " last quarter.\n\n"
        "It has passed when losses prevented reach 30%, a review takes 9 minutes or less, and under"
        " 2% of good carriers are held. If it passes, the case is decided next."
    ),
    "M09": (
        "The result of the proof: 34% of losses prevented (asked: 30%), 8.6 minutes a review"
        " (asked: 9), 1.9% of good carriers held (asked: under 2%).\n\n"
        "Every booking of the proof, with the reason it was held or cleared, is in the result log."
    ),
    "M11": (
        "The platform reads bookings through one interface and never writes to it. It answers"
        " within 300 ms; if it does not, dispatch goes on without it.\n\n"
        "All data can be exported as CSV at any time, and is deleted 30 days after the end."
    ),
    "M12": (
        "For the review we have given: the SOC 2 report, the summary of this year's penetration"
        " test, the completed questionnaire, the list of sub-processors and the data-flow diagram."
    ),
    "M14": (
        "Tomás Aguiar and Ruth Adeyemi met for 40 minutes. Agreed: the go-live stays where it is,"
        " Northwind's solutions lead is on site for the first two weeks, and both hold a review"
        " every month."
    ),
    "M18": (
        "For the vendor file we have given: the registration, the insurance certificate, the"
        " ownership form and our bank details, which your own call to us verifies."
    ),
    "M20": (
        "The data-processing terms, version 3: purposes, retention of 24 months, two sub-processors"
        " in the European Union, and notice within 24 hours of any incident."
    ),
    "L3": (
        "What the change asks of each function: four hours of training for 180 reviewers, one new"
        " screen in dispatch, and one rule changed: a flagged booking waits until it is cleared."
    ),
}
FACTS = {
    "M02": {
        "people": "Ingrid Solheim (CFO) decides on the money, Ruben Haas checks it, Lena Vogt"
        " judges the fit, Daniel Okafor security, Marc Delacroix buys, Hanneke de Wit the contract."
    },
    "M04": {
        "baseline": "USD 690,000 paid on fraud, 14 minutes a review, 3.8% of good carriers held",
        "source": "Claims ledger and booking system, last full year",
    },
    "M05": {
        "must_haves": "Reads bookings and never writes; an answer in 300 ms; export of all data",
        "criteria": "Losses prevented 40%, effort of reviewers 30%, fit 20%, exit 10%",
    },
    "M06": {
        "approval": "Up to USD 5 million: the CFO alone. Above: the board.",
        "committees": "Investment round, first Tuesday of the month",
        "budget": "Not budgeted; released by the CFO with the approved case",
        "vendor_list": "Not yet on the list; two weeks with complete papers",
        "reviews": "Security and privacy by Daniel Okafor, the contract by Hanneke de Wit",
        "paper": "Meridian's own terms of purchase",
    },
}
