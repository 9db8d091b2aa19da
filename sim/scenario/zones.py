"""Time zones and countries, checked against the libraries that know them."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from .kinds import nearest


def unknown_zone(name: str) -> tuple[str, str] | None:
    """Say what is wrong with a time zone, and what to write; None when it is known."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        zones = available_timezones()
        cities = {zone.rpartition("/")[2]: zone for zone in sorted(zones, reverse=True)}
        near = nearest(name, zones) or cities.get(nearest(name.rpartition("/")[2], cities) or "")
        instead = f"did you mean '{near}'?" if near else "write an IANA zone, such as Europe/Berlin or UTC"
        return f"'{name}' is not a time zone", instead
    return None


def unknown_holidays(text: str) -> tuple[str, str] | None:
    """Say what is wrong with a country or region of holidays; None when it is known."""
    # Imported here: it is slow, and most scenarios list their dates.
    import holidays

    country, dash, region = text.partition("-")
    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        near = nearest(country, holidays.list_supported_countries())
        hint = f"did you mean '{near}'?" if near and len(country) == 2 else "write two letters, such as 'DE' or 'US-CA'"
        return f"'{country}' is not a country whose holidays are known", hint
    if dash and region not in regions:
        known = ", ".join(f"{country}-{name}" for name in regions[:8]) or "none"
        return f"'{text}' is not a region whose holidays are known", f"known are {known}"
    return None
