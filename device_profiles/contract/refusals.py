"""What each refusal code means and what its receiver should do, for the generated documents."""

from __future__ import annotations

from typing import Final

from device_profiles.contract.errors import RefusalCode

MEANINGS: Final[dict[RefusalCode, str]] = {
    "too_large": "more bytes than a JSON message may have",
    "not_utf8": "the bytes are not UTF-8",
    "not_json": "the text is not JSON; NaN and Infinity are not JSON",
    "not_an_envelope": "`id`, `type`, `version`, `sent_at`, `stream` or `seq` is missing or malformed",
    "unknown_type": "no message of this type is said on this channel",
    "unsupported_version": "the type is known, in another version",
    "invalid_body": "the envelope is readable; `field` names what is wrong in it",
    "wrong_topic": "the topic is none of the contract's, or nothing is said there",
    "wrong_stream": "the stream is not the one of this sender and this receiver, or has no number",
    "not_enrolled": "the device is not in the hub's registry",
    "not_granted": "the profile of this kind of device does not grant the channel",
    "invalid_chunk": "a user property is missing or malformed, or the chunk does not fit its whole",
    "wrong_chunk_digest": "the chunk's bytes are not those of `chunk_sha256`: send it again",
    "wrong_digest": "the whole is not that of `sha256`: begin a new upload",
    "not_expected": "nobody waits for these bytes, or for this message, now",
    "disk_full": "there is no room: of a chunk, send it again later; of `case.file`, nothing was begun",
    "invalid_frame": "a user property is missing or malformed, or the bytes are no JPEG file",
    "unknown_call": "nobody knows this call of this case, or it has ended",
    "wrong_epoch": "this belongs to an earlier peer connection of the call, or to none",
    "replayed": "this was said before",
    "too_late": "the time in which an offer may be answered is over",
    "unknown_case": "no case has this name",
    "case_exists": "another device, or this one with other content, has filed a case of this name",
    "unknown_branch": "no branch has this address",
    "unknown_procedure": "no procedure has this name",
    "invalid_application": "a field of the application breaks the procedure's rules",
    "unknown_material": "the procedure asks for no material of this name",
    "material_not_stored": "the bytes of this digest are not stored: upload them first",
    "materials_missing": "a required material has not been captured yet",
    "not_in_phase": "too early or too late: the case is not in a phase that takes this",
    "not_the_origin": "only the device that filed the case may say this",
    "not_the_handler": "only the counter of the case's handler may say this",
    "stale_offer": "the offer was answered, withdrawn or expired before",
    "not_on_duty": "the person is not on duty",
    "already_taken": "someone else has it",
    "broken_chain": "a stretch of the recording does not follow on the one before",
    "recording_incomplete": "the video that the review rests on was not recorded without a gap",
}
"""In the order of the codes: first the message itself, then a material's bytes, a live link, casework."""
