"""The two formats of process mining, from tiny logs made by hand."""

import json

import pandas as pd
import pytest

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="none"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="origin" value="by hand"/>
  <trace>
    <string key="concept:name" value="Case 10"/>
    <string key="level" value="gold"><string key="inner" value="x"/></string>
    <event><string key="concept:name" value="call"/><date key="time:timestamp" value="2026-05-01T12:00:00.000+02:00"/>
      <string key="channel" value="phone"/>
      <string key="customer" value="ACME &amp; Co"/><int key="cost" value="7"/></event>
    <event><string key="concept:name" value="answer"/>
      <date key="time:timestamp" value="2026-05-01T12:00:00.000+02:00"/></event>
  </trace>
  <trace><string key="concept:name" value="Case 9"/>
    <event><string key="concept:name" value="call"/><date key="time:timestamp" value="2026-04-30T12:00:00Z"/></event>
    <event><date key="time:timestamp" value="2026-04-30T12:00:00Z"/></event>
  </trace>
  <trace><string key="concept:name" value="Case 11"/></trace>
</log>"""


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "renamed.xml"])
def test_a_trace_is_a_customer_and_ties_keep_their_place(log, name):
    found = log(XES, name)
    assert found.table["customer"].tolist() == ["Case 10", "Case 10", "Case 9"]
    assert found.table["event"].tolist() == ["call", "answer", "call"]
    assert found.table["at"].tolist() == [pd.Timestamp("2026-05-01T10:00Z")] * 2 + [pd.Timestamp("2026-04-30T12:00Z")]
    assert found.table["channel"].tolist() == ["phone", "", ""]
    assert found.table["case:level"].fillna("").tolist() == ["gold", "gold", ""]
    assert found.table["customer_in_file"].fillna("").tolist() == ["ACME & Co", "", ""]
    assert found.table["cost"].fillna("").tolist() == ["7", "", ""]
    assert (found.n, found.unit) == (2, "cases")
    assert found.report.zone == "+02:00, in the time itself (2 times); Z, in the time itself (1 time)"
    assert [(note.what, note.count, note.where) for note in found.report.dropped] == [
        ("event without a name", 1, "row 4")
    ]
    told = " ".join(found.report.warnings)
    assert "1 traces hold no event" in told
    assert "1 attributes stand inside another" in told


def test_an_account_can_be_the_customer_instead_of_the_case(log):
    found = log(XES, "log.xes", columns={"participant": "customer"})
    assert found.table["customer"].tolist() == ["ACME & Co"]
    assert found.table["case:concept:name"].tolist() == ["Case 10"]


def test_two_traces_of_one_name_and_several_transitions_are_pointed_out(log):
    event = (
        '<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-05-01T12:00:00Z"/>'
        '<string key="lifecycle:transition" value="{}"/></event>'
    )
    trace = f'<trace><string key="concept:name" value="x"/>{event}</trace>'
    found = log(f"<log>{trace.format('start')}{trace.format('complete')}</log>", "log.xes")
    told = " ".join(found.report.warnings)
    assert found.n == 1
    assert "1 names stand over more than one trace, such as 'x'" in told
    assert "complete 1, start 1" in told


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "declares a document type or entities"),
        ('<!DOCTYPE log SYSTEM "http://x.test/log.dtd"><log/>', "declares a document type or entities"),
        ("<cjml><trace/></cjml>", "begins with <cjml>; an XES log begins with <log>"),
        ("<log><trace>", "is not valid XML"),
        ("<log>\n<trace>\n&nope;</trace></log>", "is not valid XML"),
        ("<log>" + "<list>" * 40 + "</list>" * 40 + "</log>", "nested more than 32 levels"),
        ("<log></log>", "holds no event that can be placed"),
        ("<!doctype html><html></html>", "is a web page, no event log"),
        ("<log><string key='" + "x" * 6_000_000 + "'/></log>", "a tag of more than 4 MB"),
    ],
)
def test_xml_that_is_no_log_is_refused(refused, text, sentence):
    assert sentence in str(refused(text, "log.xes"))


def test_a_time_without_a_zone_in_xes_needs_one(refused, log):
    naive = XES.replace("2026-04-30T12:00:00Z", "2026-04-30T12:00:00")
    assert "row 3, column 'time:timestamp': holds '2026-04-30T12:00:00', a time without a zone" in str(
        refused(naive, "log.xes")
    )
    assert log(naive, "log.xes", zone="Europe/Rome").table["at"].iloc[2] == pd.Timestamp("2026-04-30T10:00Z")


OCEL = {
    "objectTypes": [{"name": "customer", "attributes": []}, {"name": "order", "attributes": []}],
    "eventTypes": [
        {"name": "place order", "attributes": [{"name": "price", "type": "integer"}]},
        {"name": "pay", "attributes": []},
    ],
    "objects": [
        {
            "id": "c1",
            "type": "customer",
            "attributes": [
                {"name": "tier", "time": "2026-01-01T00:00:00Z", "value": "silver"},
                {"name": "tier", "time": "2026-05-01T11:00:00Z", "value": "gold"},
            ],
        },
        {"id": "c2", "type": "customer"},
        {"id": "o1", "type": "order"},
        {"id": "o2", "type": "order"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "place order",
            "time": "2026-05-01T12:00:00+02:00",
            "attributes": [{"name": "price", "value": 1}],
            "relationships": [
                {"objectId": "c1", "qualifier": "by"},
                {"objectId": "o1", "qualifier": ""},
                {"objectId": "o2", "qualifier": ""},
            ],
        },
        {
            "id": "e2",
            "type": "pay",
            "time": "2026-05-01T12:00:00Z",
            "relationships": [{"objectId": "c1", "qualifier": ""}, {"objectId": "c2", "qualifier": ""}],
        },
        {
            "id": "e3",
            "type": "pay",
            "time": "2026-05-01T13:00:00Z",
            "attributes": [{"name": "price", "value": "2"}],
            "relationships": [{"objectId": "o2", "qualifier": ""}],
        },
    ],
}


def ocel(**changes):
    return json.dumps(OCEL | changes, indent=2)


def test_objects_of_one_type_are_the_customers(log):
    found = log(ocel(), "log.jsonocel", columns={"participant": "customer"})
    assert found.table["customer"].tolist() == ["c1", "c1", "c2"]
    assert found.table["event"].tolist() == ["place order", "pay", "pay"]
    assert found.table["price"].fillna("").tolist() == ["1", "", ""]
    assert found.table["object:order"].fillna("").tolist() == ["o1; o2", "", ""]
    assert found.table["customer.tier"].fillna("").tolist() == ["silver", "gold", ""]
    assert [(note.what, note.count, note.where) for note in found.report.dropped] == [
        ("event without a customer", 1, "row 4")
    ]
    assert (found.report.rows_in, found.report.rows_kept) == (4, 3)
    assert "1 of 3 events belong to several customers" in " ".join(found.report.warnings)


def test_which_objects_are_customers_is_never_guessed(refused, log):
    assert "has 2 types of object: customer, order. Say which of them is the customer" in str(
        refused(ocel(), "log.json")
    )
    told = {"columns": {"participant": "ticket"}}
    assert "no type of object 'ticket'. There is: customer, order" in str(refused(ocel(), "log.json", **told))
    only = ocel(objectTypes=[{"name": "customer"}], objects=OCEL["objects"][:2], events=OCEL["events"][1:2])
    assert log(only, "log.json").n == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"events": None}, "has no list events, so it is no OCEL 2.0 log"),
        ({"events": [{"id": "e", "type": "a"}]}, "row 1: needs id, type, time in each of its events"),
        (
            {"events": [OCEL["events"][0] | {"relationships": [{"objectId": "zz"}]}]},
            "row 1: belongs to the object 'zz', which",
        ),
        ({"events": [OCEL["events"][0] | {"attributes": "x"}]}, "attributes or relationships that are no list"),
        ({"objects": ["c1"]}, "row 1: needs id, type in each of its objects"),
    ],
)
def test_what_is_no_ocel_is_refused(refused, changes, sentence):
    assert sentence in str(refused(ocel(**changes), "log.json", columns={"participant": "customer"}))
