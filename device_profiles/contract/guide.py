"""The prose of the generated documents: how a stranger writes a device's program.

Numbers and names come from the code that holds them, so that the prose cannot grow old alone.
"""

from __future__ import annotations

from typing import Final

from device_profiles.contract.chunks import ATTEMPTS, CHUNK_BYTES
from device_profiles.contract.codec import LARGEST_MESSAGE_BYTES
from device_profiles.contract.frames import LARGEST_FRAME_BYTES, MOST_FRAMES_PER_S
from device_profiles.contract.ids import IDENTIFIER_PATTERN
from device_profiles.contract.messages.case import LARGEST_MATERIAL_BYTES
from device_profiles.contract.messages.signal import BEAT_EVERY_S, SILENT_AFTER_S
from device_profiles.contract.refusals import MEANINGS
from device_profiles.contract.signature import (
    LARGEST_SIGNATURE_BYTES,
    LONGEST_MS,
    MOST_POINTS,
    MOST_STROKES,
    SIGNATURE_VERSION,
)
from device_profiles.contract.topics import ROOT

_REFUSALS: Final = "\n".join(f"| `{code}` | {meaning} |" for code, meaning in MEANINGS.items())

GUIDE: Final = f"""\
Tongban carries a customer's business from the device before which the customer stands to the person
who may approve it. A *device* speaks to the *hub*, and the hub to the device, over one MQTT 5 broker.
This document describes the device's side: it *sends* on `up/…` and *receives* on `down/…`.

## Credentials

The operator registers a device and hands over its credential file, JSON: `address` (`region`, `branch`,
`device`), `kind`, `host`, `port`, `username`, `password`. Every identifier matches
`{IDENTIFIER_PATTERN}`. The three parts of the address are `{{region}}`, `{{branch}}` and `{{device}}` in
every topic below. The broker lets a device use only its own topics: what it publishes elsewhere reaches
nobody, and is acknowledged with the reason code "not authorized" (0x87).

## Connecting

1. Connect with MQTT 5, clean start, session expiry 0, a keep alive of about 20 s, TCP_NODELAY. User name
   and password are those of the credential file; the user name is `region.branch.device`. Use it as
   client identifier too.
2. Give as last will a `state.offline` on the `state` topic: QoS 1, retained.
3. Subscribe to `{ROOT}/{{region}}/{{branch}}/{{device}}/down/#` with QoS 1.
4. Publish the birth, `state.online`, on the same `state` topic: QoS 1, retained. `boot` is an identifier
   made anew at each start of the program, the same in birth and will.
5. Send again every numbered message that has no receipt yet, in order.
6. To leave in good order publish `state.offline` first, then disconnect.

Publish everything with QoS 1; only `state` is retained.

## Messages

A message is one JSON object, UTF-8, at most {LARGEST_MESSAGE_BYTES} bytes: the *envelope* with its `body`.
Unknown keys are refused. Every time is in milliseconds since 1970-01-01T00:00:00Z.

| field of the envelope | value |
|---|---|
| `id` | a UUID version 7 in lower case, new for each message |
| `type`, `version` | as each message has them |
| `sent_at` | the sender's clock |
| `stream`, `seq` | in numbered messages, and only there |
| `re` | optional: the `id` of the message that is answered |
| `body` | an object, as each message has it |

## Numbered messages and receipts

The broker may lose, repeat and reorder messages, acknowledged or not, so both sides number what must
arrive. The messages of `case`, `event` and `command` are numbered, in both directions; those of `state`,
`telemetry`, `signal` and `receipt` leave `stream` and `seq` out.

**What a device sends.** All numbered messages of a device, whatever their channel, are one stream:

- `stream` is `region/branch/device>hub#epoch`. The epoch is 1–32 characters of `a-z0-9`, made by chance
  once with the device's store and kept with it. A device that lost its store makes a new epoch.
- `seq` is 1, 2, 3, … without a gap, for the life of the epoch. Write the message and its number to the
  store before the first attempt.
- Send it again, the same bytes, until a `receipt.message` with its `stream` and `seq` comes on
  `down/receipt`: first after 2 s, then with doubling pauses up to 60 s, with jitter, and after every
  reconnection. Later messages may go out before earlier ones are settled; the hub puts them in order.
- `applied`: the hub has it for good. `refused`: the hub will never do it, `refusal` says why, and the
  number is settled all the same. Forget the message in both cases.
- `unreadable`: no envelope could be read from bytes whose SHA-256 is `sha256`, so no number is settled.
  Find the message by that digest and send, on its topic and under its number, a `void` with a new `id`.
  Otherwise the stream would stand still. A `void` does nothing but take the number.

**What a device receives.** The hub does the same on `hub>region/branch/device#epoch`, one stream over
`down/case` and `down/command`. Keep for each stream the next number expected, 1 at first:

- the expected number: do and keep what it says, then answer on `up/receipt` with a `receipt.message` that
  repeats `stream` and `seq`: `applied`, or `refused` with a `refusal`. Keep before answering;
- a lower number is a repetition: answer with the same receipt as the first time, and do nothing else;
- a higher number: put it aside until its turn, or drop it without an answer; the hub sends it again;
- a `void`: `applied`;
- bytes without a readable envelope: `unreadable`, with their `sha256` and a `refusal`, without a number.

A receipt has no number and gets no receipt. If one is lost, the message comes again.

## Materials

The bytes of a material (JPEG, PNG, PDF or a signature, at most {LARGEST_MATERIAL_BYTES} bytes) travel
beside the messages, as chunks of an *upload*. An upload's name is an identifier that the sender makes once
for these bytes, a UUID for instance, and keeps, so that it can go on after a restart.

1. Cut the bytes at every {CHUNK_BYTES} (256 KiB); only the last chunk is shorter. Publish each, in order,
   on `up/material/{{upload}}/{{offset}}`, the offset in bytes, decimal: the raw bytes as payload and the
   label as MQTT 5 user properties, every value as text: `case`, `size_bytes` and `sha256` of the whole
   material, `chunk_sha256` of this chunk. Digests are SHA-256, in lower case hexadecimal.
2. Each chunk is answered by a `receipt.upload` on `down/receipt`. `partial`: all bytes before
   `received_bytes` are there; with a `refusal`, which says what was wrong with a chunk, go on from that
   offset; after `disk_full`, only some seconds later. A chunk ahead of its turn is not kept. A wrong chunk
   is asked for {ATTEMPTS} times. `stored`: the whole is kept, and its digest is right. `refused`: the
   upload has ended, for the reason given.
3. Several chunks may be under way, but no more than 8. No answer for 5 s: send again from the last
   `received_bytes`. A chunk sent twice does no harm.
4. Only after `stored` send `case.material`, which refers to the bytes by `sha256`.

In the other direction, to the counter that handles a case, chunks come on `down/material/…` in the same
form. Answer with `receipt.upload` on `up/receipt`; then `case.material_relayed` names them, and
`case.material_shown` says that they were verified and can be shown.

**A signature from a pad** is a material of media type `application/json`, for a material whose
`signed_on` in `x-procedures` is `pad`: one JSON object, UTF-8, at most {LARGEST_SIGNATURE_BYTES} bytes.

| field | value |
|---|---|
| `type`, `version` | `"signature"`, {SIGNATURE_VERSION}; whoever knows no such version refuses it |
| `width_px`, `height_px` | whole numbers from 50 to 10000: the pad's size in its px (a screen's: CSS px) |
| `line_px` | the distance of the line that was to be signed on from the pad's top |
| `strokes` | lists of points `[x, y, pressure, ms]`, in the order in which they were written |

`x` and `y` are in px from the pad's top left and lie on it; `pressure` is 0 to 1, and 0.5 of a pad that
knows none; `ms` counts from the first touch, up to {LONGEST_MS}, and never runs backwards. A signature
has at most {MOST_STROKES} strokes and {MOST_POINTS} points, a stroke at least one. Nothing else may stand
in it. The same as a JSON schema is `x-signature` of the AsyncAPI document. The strokes are what is kept
and verified by digest; a drawing of them is made by whoever shows them.

## Journey A at the origin

1. `case.file`. The device names the case: the target's region, a hyphen and something unique, such as the
   32 digits of a UUID. `x-procedures` lists each procedure with its fields and materials: every field's
   value must match its `pattern` as a whole; what is not `required` may be left out.
2. `case.told` with `accepted`, as soon as someone takes the case. Before that it may tell `waiting`
   (until when) or `declined` (and whether the hub is `rerouting` it).
3. For each material: its chunks, `receipt.upload` with `stored`, then `case.material`. A material with
   `most` above 1 comes as `name`, `name-2`, `name-3`, …
4. `case.collected`, once all required materials are in. After `case.told` with `recapture` capture the
   named `materials` again, and send `case.collected` again.
5. `case.told` with `succeeded` or `failed`, its reasons, `at` and, if the core gave one, its `reference`:
   what a receipt says. `cancelled` and `expired` end a case too.
6. `case.result_shown`, when the screen has shown the result.

## Journey A at the handling counter

`event.sign_in_code` tells which one-time code the screen shows; `command.person_signed_in` tells who
confirmed it. After that person accepted a case on the handset: `case.assigned`, then for each material
its chunks and `case.material_relayed`, answered by `case.material_shown`; `case.ready_for_review`; and,
when the person has decided, `case.released`, after which nothing of the case may stay on the screen.
The person decides on the handset, or here by `case.review`, which names the digests of all that was
shown; `case.recapture` asks for materials again. Both carry `person` and the `fence` of
`case.assigned`, and are refused once somebody else, or nobody, is signed in here. After a request for
materials, from whichever screen, comes `case.collecting_again`.

## Live video

A *call* is one live link of a case, opened by the desk of whoever has the case; the device, which must be
the case's origin, is the offerer (WebRTC). Signals have no number and no receipt.

1. `signal.open` names the call, its kind and the ICE servers. Offer it: `signal.offer` with `epoch` 1.
2. Take one `signal.answer`, of this call and epoch, within `answer_within_s` of the offer; no other.
3. Say `signal.beat` every {BEAT_EVERY_S:.0f} s, with a `number` that goes up within the epoch. The desk
   does the same. After {SILENT_AFTER_S:.0f} s without its beat, while the hub hears you, hang up and wait.
4. After `signal.again` hang up, and offer the next epoch. What belongs to an earlier epoch means nothing.
5. A second call of the same kind takes the first one's place: say `signal.ended` of that one.
6. While `signal.frames` wants them, publish pictures on `up/frame/{{call}}`: a JPEG file of at most
   {LARGEST_FRAME_BYTES} bytes each as payload and its label as user properties, at most
   {MOST_FRAMES_PER_S} a second, and none before the broker has acknowledged the one before.
7. `signal.close` ends the call. So does the device, by `signal.ended`. `signal.ask` says that the customer
   wants to talk; the desk may then open a `consultation`.

A signal that is forged, late or a repetition is dropped, and the link stays as it was.

## Telemetry

`telemetry.readings` has no stream and gets no receipt: the broker's acknowledgement is all a device sees,
and the hub gives its own only after the store took the readings. `number` counts the readings of a `boot`
1, 2, 3, …; send what could not be sent later, with `historical` true. `x-device-kinds` lists each kind of
device with its metrics, their units and ranges, and the interval: report those and no others.

## Refusals

A refusal has a `code` for programs, a sentence `says` for people, and perhaps the `field` at fault.

| code | meaning |
|---|---|
{_REFUSALS}
"""
