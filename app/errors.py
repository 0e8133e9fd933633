"""Everything that can go wrong, as one tree.

    ReftelError                          500   1
    ├── WrongCall                        400   2
    │   ├── WrongSetting
    │   ├── UnknownSetting
    │   ├── WrongField                   422
    │   ├── WrongQuery
    │   ├── WrongAddress
    │   ├── WrongImageRequest
    │   └── ImageRequestUnknown          501
    ├── Refused                          422   3   a file that is not taken in
    │   ├── PathMissing
    │   ├── PathUnreadable
    │   ├── FolderWithoutTexts
    │   ├── NotAFile
    │   ├── SourceEmpty
    │   ├── SourceBinary
    │   ├── SourceUnmarked
    │   ├── SourceHasNuls
    │   ├── SourceUndecodable
    │   ├── SourceTooLarge               413
    │   ├── ScanWrongType                415
    │   ├── ScanTooLarge                 413
    │   ├── ScanTooLong
    │   ├── ScanEmpty
    │   ├── ScanEncrypted
    │   ├── ScanDamaged
    │   ├── ScanTooSlow
    │   ├── ScanTooHungry
    │   ├── PageTooLarge
    │   ├── PageMissing
    │   ├── TranscriptRefused
    │   ├── ScanUnread
    │   ├── WorkGivenUp
    │   ├── ToldBefore
    │   ├── LineUnreadable
    │   └── NotATelegram
    ├── Denied                           403   2
    │   ├── SignInNeeded                 401
    │   ├── SignInWrong                  401
    │   ├── RoleMissing
    │   ├── TokenWrong
    │   └── TooManyAttempts              429
    ├── Missing                          404   4
    │   ├── CableMissing
    │   ├── VersionMissing
    │   ├── FormMissing
    │   ├── CheckCharacterWrong
    │   ├── AccountMissing
    │   └── BatchMissing
    ├── Gone                             410   4
    ├── Conflict                         409   5
    │   ├── OffsetWrong
    │   ├── BatchCancelled
    │   ├── AlreadyWithdrawn
    │   ├── NotPublished
    │   ├── TakenOver
    │   └── NotEmpty
    ├── Unavailable                      503   6   the store or the disk, not the request
    │   ├── IndexAway
    │   ├── StoreLost
    │   ├── StoreNewer
    │   ├── StoreBusy
    │   ├── DiskFull
    │   ├── DiskLow                      507
    │   ├── FileStoreFailed
    │   ├── PlaceClosed
    │   ├── PortTaken
    │   ├── WorkerSilent
    │   ├── EngineFailed
    │   └── BulkStopped
    └── Damaged                          500   7   what is kept is not what was promised
        ├── BackupDamaged
        └── VerifyFailed

The numbers are the HTTP status and the exit code of the command line. Each class words its own
message in two parts: `reason` names the thing and the cause, `remedy` the next step. The places
in braces are filled by the keywords the error is raised with.
"""

# ruff: noqa: N818 - the names say what happened; "Error" behind each would add nothing.

from __future__ import annotations

from string import Formatter
from typing import ClassVar


class ReftelError(Exception):
    """A failure that has a sentence for the person in front of it."""

    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    reason_words: ClassVar[str] = "{thing} failed."
    remedy_words: ClassVar[str] = "Try again; the log says more."

    def __init__(self, **values: object) -> None:
        missing = self.places() - values.keys()
        if missing:
            raise TypeError(f"{type(self).__name__} also needs {', '.join(sorted(missing))}")
        self.values = values
        self.reason = self.reason_words.format(**values)
        self.remedy = self.remedy_words.format(**values)
        super().__init__(f"{self.reason} {self.remedy}")

    @classmethod
    def places(cls) -> set[str]:
        """The keywords the class needs."""
        words = cls.reason_words + cls.remedy_words
        return {name for _, name, _, _ in Formatter().parse(words) if name}

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions travel between processes; the default would lose the keywords.
        return _again, (type(self), self.values)


def _again(kind: type[ReftelError], values: dict[str, object]) -> ReftelError:
    return kind(**values)


class WrongCall(ReftelError):
    """The caller asked for something that cannot be."""

    status = 400
    exit_code = 2
    reason_words = "{thing} {cause}."
    remedy_words = "{next_step}."


class WrongSetting(WrongCall):
    reason_words = "{name} is {value!r}: {cause}."
    remedy_words = "{next_step}."


class UnknownSetting(WrongCall):
    reason_words = "{name} is not a setting of Reftel."
    remedy_words = "{next_step}"


class WrongField(WrongCall):
    status = 422
    reason_words = "The field {name!r} cannot be set to {value!r}: {cause}."
    remedy_words = "{next_step}."


class WrongQuery(WrongCall):
    """A search that cannot be understood; `at` counts from 1, where the trouble begins."""

    reason_words = "At character {at}: {cause}."
    remedy_words = "{next_step}."


class WrongAddress(WrongCall):
    reason_words = "{url!r} is not an address that Reftel can use: {cause}."
    remedy_words = "{next_step}."


class WrongImageRequest(WrongCall):
    """A part, size or turn of a page image that cannot be, by the IIIF Image API."""

    reason_words = "The image request {asked!r} cannot be answered: {cause}."
    remedy_words = "{next_step}."


class ImageRequestUnknown(WrongImageRequest):
    """What the IIIF Image API knows and this service does not do."""

    status = 501


class Refused(ReftelError):
    """A file that is not taken in; nothing of it is kept."""

    status = 422
    exit_code = 3
    reason_words = "{name} was not taken in: {cause}."
    remedy_words = "{next_step}."


class PathMissing(Refused):
    reason_words = "{name} does not exist."
    remedy_words = "Check the spelling and the folder you are in."


class PathUnreadable(Refused):
    reason_words = "{name} cannot be read: {cause}."
    remedy_words = "Give this account the right to read it (chmod or chown), then try again."


class FolderWithoutTexts(Refused):
    reason_words = "{name} holds no file to read."
    remedy_words = "Name a folder with telegrams in it; hidden files are left out."


class NotAFile(Refused):
    reason_words = "{name} is {kind}, not a file or a folder."
    remedy_words = "Name a file, a folder, or - for standard input."


class SourceEmpty(Refused):
    reason_words = "{name} is empty: {cause}."
    remedy_words = "Look whether the copy or the transcription was cut off, and send it again."


class SourceBinary(Refused):
    reason_words = "{name} is {kind}, not text."
    remedy_words = "Extract its text first (for a scan, by OCR) and give that file."


class SourceUnmarked(Refused):
    reason_words = "{name} is UTF-16 without a byte order mark, or binary: it does not say which."
    remedy_words = "If it is text, save it again as UTF-8."


class SourceHasNuls(Refused):
    reason_words = "{name} has NUL bytes in its text (the first at byte {offset})."
    remedy_words = "Save it again as UTF-8 text; a file with NULs is damaged or was cut."


class SourceUndecodable(Refused):
    reason_words = "{name} is not {encoding} text although it says so: {cause}."
    remedy_words = "Save it again as UTF-8."


class SourceTooLarge(Refused):
    status = 413
    reason_words = "{name} is {size}; the limit for one file is {limit}."
    remedy_words = "Split it into a file for each telegram, or raise REFTEL_MAX_SOURCE_BYTES."


class ScanWrongType(Refused):
    status = 415
    reason_words = "{name} is {kind}, which Reftel does not read."
    remedy_words = "Send scans as PDF, TIFF, JPEG or PNG, and texts as plain text, hOCR or ALTO."


class ScanTooLarge(Refused):
    status = 413
    reason_words = "{name} is {size}; the limit for one scan is {limit}."
    remedy_words = "Split it into a file for each telegram, or raise REFTEL_MAX_SCAN_BYTES."


class ScanTooLong(Refused):
    reason_words = "{name} has {pages} pages; the limit for one scan is {limit}."
    remedy_words = "Split it into a file for each telegram, or raise REFTEL_MAX_SCAN_PAGES."


class ScanEmpty(Refused):
    reason_words = "{name} has no page: {cause}."
    remedy_words = "Open it on your own machine; if pages show there, print it to a new PDF."


class ScanEncrypted(Refused):
    reason_words = "{name} is locked with a password."
    remedy_words = "Save a copy without the password and send that."


class ScanDamaged(Refused):
    reason_words = "{name} cannot be decoded: {cause}."
    remedy_words = "It may have been cut off on its way: send it again, or save it anew as PDF."


class ScanTooSlow(Refused):
    reason_words = "{name} was given up after {seconds} seconds of decoding."
    remedy_words = "Save its pages anew as plain images (TIFF or PDF of scans) and send those."


class ScanTooHungry(Refused):
    reason_words = "{name} asks for more than {memory} of memory to decode."
    remedy_words = "Save its pages anew at 300 dots an inch and send those."


class PageTooLarge(Refused):
    reason_words = "Page {number} of {name} is {width} by {height} {unit}; the limit is {limit}."
    remedy_words = "Save it at 300 dots an inch on its own size of paper and send it again."


class PageMissing(Refused):
    reason_words = "{name} has no image of a page {number}: {cause}."
    remedy_words = "Ask for a page from 1 to the number of its pages."


class TranscriptRefused(Refused):
    reason_words = "{name} is no {kind} that can be read: {cause}."
    remedy_words = "Write it anew with the program that made it, without DOCTYPE and entities."


class ScanUnread(Refused):
    reason_words = "On none of the {pages} pages of {name} could any text be read."
    remedy_words = (
        "Look at its pages; if there is writing on them, scan them anew at 300 dots an inch."
    )


class WorkGivenUp(Refused):
    reason_words = "{name} was given up: its reading ended again and again at {step} ({cause})."
    remedy_words = "Save its pages anew as plain images (TIFF or PDF of scans) and send those."


class ToldBefore(Refused):
    """What was written down when it happened, as it stands in the archive."""

    reason_words = "{reason}"
    remedy_words = "{remedy}"


class NotATelegram(Refused):
    reason_words = "{name} is not a telegram by any rule: {cause}."
    remedy_words = "If it is one all the same, take it in with --anyway."


class LineUnreadable(Refused):
    reason_words = "Line {line} is no telegram to take in: {cause}."
    remedy_words = (
        'Each line is a JSON object: {{"text": "the telegram", "name": "what to call it"}}.'
    )


class Denied(ReftelError):
    """Somebody may not do it, or not as they are now."""

    status = 403
    exit_code = 2
    reason_words = "{thing} is not allowed: {cause}."
    remedy_words = "{next_step}."


class SignInNeeded(Denied):
    status = 401
    reason_words = "{thing} is for those who are signed in."
    remedy_words = "Sign in; an account is made with: reftel user add"


class SignInWrong(Denied):
    """One sentence for a name that does not exist and a password that is wrong."""

    status = 401
    reason_words = "The name {name!r} and this password do not belong together."
    remedy_words = "Type both again; a forgotten password is set anew with: reftel user password"


class RoleMissing(Denied):
    reason_words = "{thing} is for the role {role}; the account {name} has another."
    remedy_words = "Ask an administrator, who can change it with: reftel user role"


class TokenWrong(Denied):
    reason_words = "{thing} did not come from a page of this archive that you have open."
    remedy_words = "Go back, load the page again, and repeat it; nothing was changed."


class TooManyAttempts(Denied):
    status = 429
    reason_words = "Too many attempts to sign in; the next is heard in {seconds} seconds."
    remedy_words = "Wait that long, then type name and password again."


class Missing(ReftelError):
    """What was asked for is not here."""

    status = 404
    exit_code = 4
    reason_words = "{thing} is not here."
    remedy_words = "Search for it, or check the address."


class CableMissing(Missing):
    reason_words = "There is no cable {id}."
    remedy_words = "Check the id: 7 characters and a check character, as in the permalink."


class VersionMissing(Missing):
    reason_words = "Cable {id} has no version {version}."
    remedy_words = "See its versions at /c/{id}/versions."


class FormMissing(Missing):
    reason_words = "Cable {id} is not to be had as .{suffix}."
    remedy_words = "It is to be had as .txt and .json, and as the file received."


class CheckCharacterWrong(Missing):
    reason_words = "{id} is no cable id: its check character does not fit."
    remedy_words = "A character is mistyped or two are swapped; compare it with where it came from."


class AccountMissing(Missing):
    reason_words = "There is no open account {name}."
    remedy_words = "See the accounts with: reftel user list"


class BatchMissing(Missing):
    reason_words = "There is no batch {number}."
    remedy_words = "See all batches at /desk/batches."


class Gone(ReftelError):
    """Withdrawn: there is a tombstone."""

    status = 410
    exit_code = 4
    reason_words = "Cable {id} was withdrawn on {date}: {why}."
    remedy_words = "Its address stays; ask the archive for more."


class Conflict(ReftelError):
    """The thing is here but not in a state that allows it."""

    status = 409
    exit_code = 5
    reason_words = "{thing} {cause}."
    remedy_words = "{next_step}."


class OffsetWrong(Conflict):
    reason_words = "{name} has {held} bytes here, not {offset}."
    remedy_words = "Go on from there."


class BatchCancelled(Conflict):
    reason_words = "Batch {number} was cancelled: nothing more is taken in with it."
    remedy_words = "Begin a new batch."


class AlreadyWithdrawn(Conflict):
    reason_words = "Cable {id} is withdrawn."
    remedy_words = "A withdrawn cable keeps its tombstone; take the telegram in again as a new one."


class NotPublished(Conflict):
    reason_words = "Cable {id} is {state}, not published."
    remedy_words = "Publish it first: reftel publish {id}"


class TakenOver(Conflict):
    reason_words = "{thing} is in the hands of another worker."
    remedy_words = "Nothing is to be done: that one goes on with it."


class NotEmpty(Conflict):
    reason_words = "{place} is not empty: {cause}."
    remedy_words = "Restore into a new folder (set REFTEL_DATA) or an empty database."


class Unavailable(ReftelError):
    """The store, the disk or the network; the same call may work later."""

    status = 503
    exit_code = 6
    reason_words = "{thing} is not available: {cause}."
    remedy_words = "Try again in a while."


class IndexAway(Unavailable):
    reason_words = "The search index at {place} cannot be read: {cause}."
    remedy_words = (
        "It is made anew by itself while reftel serve or worker runs, or by: reftel reindex"
    )


class StoreLost(Unavailable):
    reason_words = "The database at {place} does not answer: {cause}."
    remedy_words = (
        "Check that it runs, or that this account may write its folder "
        "(REFTEL_DATA, REFTEL_DATABASE_URL), then do it again."
    )


class StoreNewer(Unavailable):
    reason_words = "The archive at {place} was written by a newer Reftel (schema {found})."
    remedy_words = "Install that version again; this one knows schemas up to {known}."


class StoreBusy(Unavailable):
    reason_words = "The archive at {place} is in use: {cause}."
    remedy_words = "Wait for the other command to end, then do it again."


class DiskFull(Unavailable):
    reason_words = "There is no space left to write {place}."
    remedy_words = "Free some space and do it again; nothing half-written was kept."


class DiskLow(Unavailable):
    status = 507
    reason_words = "There is no room for more files: {free} are free at {place}, {wanted} needed."
    remedy_words = (
        "Nothing was taken in. Free some space there, then send them again; REFTEL_MIN_FREE_BYTES "
        "says how much is kept free."
    )


class FileStoreFailed(Unavailable):
    reason_words = "The file store at {place} failed: {cause}."
    remedy_words = "Check REFTEL_FILES_URL and the rights to it, then do it again."


class PlaceClosed(Unavailable):
    """A file or folder of the machine that this account cannot use as the command needs it."""

    reason_words = "{place} cannot be used: {cause}."
    remedy_words = "Give this account the right to it (chmod or chown), or name another place."


class PortTaken(Unavailable):
    reason_words = "Cannot listen on {host} port {port}: {cause}."
    remedy_words = "Stop what listens there, or choose another: REFTEL_PORT or --port."


class BulkStopped(Unavailable):
    reason_words = "A process that reads lines ended: {cause}."
    remedy_words = "What was written is kept. Run the same command again; it goes on from there."


class WorkerSilent(Unavailable):
    reason_words = "The worker of {place} gives no sign of life: {cause}."
    remedy_words = "Start it with: reftel worker"


class EngineFailed(Unavailable):
    reason_words = "{engine} could not read page {number}: {cause}."
    remedy_words = "It is tried again; if it fails again, see that memory is free."


class Damaged(ReftelError):
    """What is kept is not what was promised."""

    exit_code = 7
    reason_words = "{thing} is damaged: {cause}."
    remedy_words = "Restore it from a backup."


class BackupDamaged(Damaged):
    reason_words = "{name} is not a whole backup: {cause}."
    remedy_words = "Nothing was restored; take another backup file."


class VerifyFailed(Damaged):
    reason_words = "{count} of what the archive promises did not hold; each is named above."
    remedy_words = "Restore the damaged files from a backup, then run reftel verify again."
