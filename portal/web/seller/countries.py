"""Countries a seller picks from, each with the time zone most of its people work in.

Any other country, or a region of one, is written as its code; then the time zone is asked.
"""

# code: (name, time zone)
COUNTRIES = {
    "AT": ("Austria", "Europe/Vienna"),
    "AU": ("Australia", "Australia/Sydney"),
    "BE": ("Belgium", "Europe/Brussels"),
    "BR": ("Brazil", "America/Sao_Paulo"),
    "CA": ("Canada", "America/Toronto"),
    "CH": ("Switzerland", "Europe/Zurich"),
    "CZ": ("Czechia", "Europe/Prague"),
    "DE": ("Germany", "Europe/Berlin"),
    "DK": ("Denmark", "Europe/Copenhagen"),
    "ES": ("Spain", "Europe/Madrid"),
    "FI": ("Finland", "Europe/Helsinki"),
    "FR": ("France", "Europe/Paris"),
    "GB": ("United Kingdom", "Europe/London"),
    "IE": ("Ireland", "Europe/Dublin"),
    "IN": ("India", "Asia/Kolkata"),
    "IT": ("Italy", "Europe/Rome"),
    "JP": ("Japan", "Asia/Tokyo"),
    "MX": ("Mexico", "America/Mexico_City"),
    "NL": ("Netherlands", "Europe/Amsterdam"),
    "NO": ("Norway", "Europe/Oslo"),
    "NZ": ("New Zealand", "Pacific/Auckland"),
    "PL": ("Poland", "Europe/Warsaw"),
    "PT": ("Portugal", "Europe/Lisbon"),
    "SE": ("Sweden", "Europe/Stockholm"),
    "SG": ("Singapore", "Asia/Singapore"),
    "AE": ("United Arab Emirates", "Asia/Dubai"),
    "US": ("United States", "America/New_York"),
    "ZA": ("South Africa", "Africa/Johannesburg"),
}
CHOICES = [
    ("", "Choose a country"),
    *sorted(((code, name) for code, (name, _) in COUNTRIES.items()), key=lambda pair: pair[1]),
]
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "NZD",
              "JPY", "SGD", "INR", "AED", "BRL", "MXN", "ZAR")  # fmt: skip  # a list to read across


def time_zone_of(calendar: str) -> str:
    """Return the time zone of a calendar's country, or nothing where we do not know it."""
    return COUNTRIES.get(calendar.strip().upper().partition("-")[0], ("", ""))[1]
