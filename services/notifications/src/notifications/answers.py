"""Text messages that patients write to us: which word was meant, and what we say to it, in English and Spanish."""

import re
import unicodedata

from . import rules, templates

STOP, START, YES, NO = "stop", "start", "yes", "no"
_WORDS = {
    STOP: "stop stopall unsubscribe cancel end quit revoke optout alto parar baja",
    START: "start unstop",
    YES: "yes y yeah yep ok okay si confirm confirmo",
    NO: "no n nope",
}
"""What carriers take for a stop is one here, too: after it they carry nothing from us any more."""
_MEANT = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}

CONFIRMED, CANCELLED, NOTHING, SEVERAL, UNREAD = "confirmed", "cancelled", "nothing", "several", "unread"
_SAID = {
    CONFIRMED: {
        "en": "Thank you. We expect you on {date}, {time}.",
        "es": "Gracias. Le esperamos el {date}, {time}.",
    },
    CANCELLED: {
        "en": "Thank you for telling us. Your appointment on {date}, {time} is being cancelled.",
        "es": "Gracias por avisarnos. Su cita del {date}, {time} se va a cancelar.",
    },
    NOTHING: {
        "en": "We found no appointment that waits for your answer. Please call us.",
        "es": "No encontramos ninguna cita que espere su respuesta. Llámenos, por favor.",
    },
    SEVERAL: {
        "en": "You have several appointments. Please use the link in our message, or call us.",
        "es": "Tiene varias citas. Use, por favor, el enlace de nuestro mensaje o llámenos.",
    },
    UNREAD: {
        "en": "Nobody reads messages to this number. Reply YES or NO to a reminder, or call us.",
        "es": "Nadie lee los mensajes a este número. Responda SÍ o NO a un recordatorio, o llámenos.",
    },
}


def word_of(text: str) -> str | None:
    """Which of the four words a text message says, if it says nothing else."""
    plain = unicodedata.normalize("NFKD", text[:100]).encode("ascii", "ignore").decode()
    return _MEANT.get(re.sub(r"[^a-z]", "", plain.lower()))


def say(kind: str, wanted: str, visit: rules.Visit | None = None) -> str:
    """What we say, in the language that is wanted or else in English."""
    language = wanted.partition("-")[0]
    language = language if language in _SAID[kind] else templates.ENGLISH
    values = templates.when(visit.starts_at, visit.zone, language, wanted) if visit else {}
    return rules.fill(_SAID[kind][language], values)
