"""What people said in talks, answers and reviews, each sentence with the persona of who said it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cjm_research import evidence
from cjm_research.people.rows import rows
from cjm_research.study import Study

_KEPT = ["source", "quote", "participant", "who", "phase", "code", "polarity", "text"]


@dataclass(frozen=True)
class Said:
    """What some people said.

    ``mentions`` are sentences that touch a theme: ``source, quote, participant, who, phase, code, polarity, text``;
    ``spoken`` is all that was said, coded or not: ``source, participant, who, text, touched``, a row per text or quote.
    """

    mentions: pd.DataFrame
    spoken: pd.DataFrame

    @property
    def speakers(self) -> pd.Series:
        """The number of people of each source who said anything."""
        return self.spoken.groupby("source")["participant"].nunique()

    def of(self, persona: str) -> Said:
        """Return what the people of a persona said; everybody's for ''."""
        if persona:
            return Said(*(frame[frame["who"] == persona] for frame in (self.mentions, self.spoken)))
        return Said(self.mentions, self.spoken.drop_duplicates(["source", "place"]))


def said(study: Study) -> Said:
    """Return what everybody said; ``who`` is '' where no source or rule knows the persona."""
    talks, texts, found = evidence.quotes(study), evidence.texts(study), evidence.mentions(study)
    talks = talks[~talks["source"].isin(set(texts["source"]))].assign(who=lambda frame: frame["persona"])
    coded = talks[talks["code"] != ""]
    whose = _whose(study, texts)
    texts, found = (frame.merge(whose, on=["source", "row"]) for frame in (texts, found))
    touched = set(zip(found["source"], found["row"], strict=True))
    written = texts.assign(
        place=texts["row"].astype("str"),
        touched=[key in touched for key in zip(texts["source"], texts["row"], strict=True)],
    )
    place = talks["participant"] + "\n" + talks["text"]  # two people may say the same words
    noted = talks.assign(place=place, touched=talks["code"] != "").sort_values("touched", ascending=False)
    noted = noted.drop_duplicates(["source", "place"])
    columns = ["source", "place", "participant", "who", "text", "touched"]
    return Said(
        pd.concat([coded[_KEPT], found[_KEPT]], ignore_index=True),
        pd.concat([noted[columns], written[columns]], ignore_index=True),
    )


def _whose(study: Study, texts: pd.DataFrame) -> pd.DataFrame:
    """Return the persona of each written row, '' for rows of none; a row of two personas stands twice."""
    frames = [texts[["source", "row"]].iloc[:0].assign(who="")]
    for source in texts["source"].unique():
        kept = {one.id: rows(study, source, one.id) for one in study.personas}
        mine = {id: set(found.index) for id, found in kept.items() if found is not None}
        known = set().union(*mine.values())
        own = texts.loc[texts["source"] == source, ["source", "row"]]
        frames += [own[own["row"].isin(places)].assign(who=id) for id, places in mine.items()]
        frames.append(own[~own["row"].isin(known)].assign(who=""))
    return pd.concat(frames, ignore_index=True)


def quotes(study: Study, persona: str) -> pd.DataFrame:
    """Return the coded quotes of a persona; for the whole study, of everybody whose persona is known."""
    found = evidence.quotes(study)
    return found[found["persona"] == persona] if persona else found[found["persona"] != ""]


def unplaced_quotes(study: Study) -> pd.DataFrame:
    """Return the coded quotes of people whose persona no source knows."""
    found = evidence.quotes(study)
    return found[found["persona"] == ""]
