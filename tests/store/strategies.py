"""Any value of the model, for laws about storing: real ranges, foreign scripts, nothing tidied."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from watcher.core.model import (
    Alert,
    Article,
    Change,
    Citation,
    Decision,
    Entry,
    FeedState,
    Field,
    Headline,
    Hit,
    Member,
    Occasion,
    Outcome,
    PageState,
    Priority,
    ScorePart,
    Story,
    Verdict,
    Visit,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
times = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds it
maybe_times = st.none() | times
spans = st.timedeltas(timedelta(0), timedelta(days=400))
numbers = st.integers(0, 2**62)
scores = st.floats(allow_nan=False)


def tuples(values):
    return st.lists(values, max_size=3).map(tuple)


feed_states = st.builds(
    FeedState,
    url=texts,
    title=texts,
    lang=texts,
    etag=texts,
    last_modified=texts,
    body_hash=texts,
    item_hashes=st.binary(max_size=64),
    interval=spans,
    next_poll=maybe_times,
    last_poll=maybe_times,
    last_ok=maybe_times,
    last_new=maybe_times,
    failing_since=maybe_times,
    failures=numbers,
    fault=texts,
    baseline=st.booleans(),
    polls=numbers,
    not_modified=numbers,
    entries=numbers,
    bytes=numbers,
    fault_kind=texts,
    items=numbers,
    unchanged=numbers,
    lying=st.booleans(),
    address=texts,
    moved_to=texts,
    moved_since=maybe_times,
    answered_by=texts,
    renamed=numbers,
    quiet_hours=st.binary(max_size=8),
    newest=maybe_times,
    rhythm=st.binary(max_size=8),
    alarm=texts,
    alarm_since=maybe_times,
    failed=numbers,
)
entries = st.builds(
    Entry,
    id=texts,
    feed=texts,
    outlet=texts,
    url=texts,
    title=texts,
    summary=texts,
    author=texts,
    tags=tuples(texts),
    lang=texts,
    country=texts,
    image=texts,
    published=maybe_times,
    first_seen=times,
    keys=tuples(texts),
    misdated=st.booleans(),
    changes=numbers,
)
hits = st.builds(Hit, group=texts, term=texts, field=st.sampled_from(Field), start=numbers, end=numbers, text=texts)
parts = st.builds(ScorePart, label=texts, value=scores, why=texts)
verdicts = st.builds(
    Verdict,
    topic=texts,
    score=scores,
    threshold=scores,
    hits=tuples(hits),
    parts=tuples(parts),
    wants_page=st.booleans(),
)
articles = st.builds(
    Article, entry=entries, text=texts, page=st.sampled_from(PageState), attempts=numbers, retry_at=maybe_times
)
decisions = st.builds(Decision, article=articles, verdicts=tuples(verdicts), decided_at=times, silent=st.booleans())
citations = st.builds(Citation, source=texts, kind=texts, sentence=texts, order=numbers)
members = st.builds(
    Member,
    entry=texts,
    outlet=texts,
    title=texts,
    url=texts,
    lang=texts,
    country=texts,
    published=times,
    first_seen=times,
    features=tuples(st.tuples(texts, scores)),
    citations=tuples(citations),
)
stories = st.builds(
    Story,
    id=texts,
    title=texts,
    topics=tuples(texts),
    members=st.lists(members, min_size=1, max_size=4).map(tuple),
    score=scores,
)
headlines = st.builds(
    Headline, story=texts, topic=texts, title=texts, outlet=texts, url=texts, score=scores, news=texts
)
alerts = st.builds(
    Alert,
    id=texts,
    story=texts,
    topic=texts,
    entry=texts,
    title=texts,
    outlet=texts,
    lang=texts,
    url=texts,
    why=texts,
    score=scores,
    priority=st.sampled_from(Priority),
    created=times,
    channels=st.lists(texts, min_size=1, max_size=3, unique=True).map(tuple),
    occasion=st.sampled_from(Occasion),
    news=texts,
    cites=tuples(texts),
    origins=tuples(texts),
    langs=tuples(texts),
    outlets=numbers,
    digest=tuples(headlines),
    total=numbers,
)
visits = st.builds(
    Visit,
    entry=texts,
    at=times,
    outcome=st.sampled_from(Outcome),
    url=texts,
    status=numbers,
    headers=tuples(st.tuples(texts, texts)),
    title=texts,
    text=texts,
    body_hash=texts,
    body=st.binary(max_size=8),
    changes=tuples(st.sampled_from(Change)),
    fault=texts,
    rules=texts,
    again_at=maybe_times,
)
