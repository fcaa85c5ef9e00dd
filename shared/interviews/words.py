"""Puts a move into words: the model's when they pass the checks, the plan's own otherwise."""

from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from shared.interviews.plan import Move
from shared.interviews.prompts import plan_wording, topic_notes
from shared.interviews.running import RunningTurn, TakenTurn
from shared.interviews.wording import Refusal, SentenceGate
from shared.services.azure_openai import (
    AnswerCutOff,
    AzureOpenAIService,
    ContentFiltered,
    TokenUsage,
    is_model_failure,
)
from shared.telemetry import log_event


@dataclass
class Wording:
    """Puts one move into words: the model's when they pass the checks, the plan's own otherwise."""

    model: AzureOpenAIService
    turn: TakenTurn
    move: Move
    usage: TokenUsage

    async def say(self, running: RunningTurn) -> str:
        """The checked words, or the plan's where it is to be said as it is. With a streaming watcher, sentences are
        published as they pass."""
        if running.streamed and not self.move.verbatim:
            return await self._streamed(running)
        text = self.move.say if self.move.verbatim else await self._whole()
        running.publish(text)
        return text

    async def _whole(self) -> str:
        correction: Refusal | None = None
        for _ in range(2):
            try:
                text = (await self.model.generate_interview_response(**self._request(correction))).strip()
            except (ContentFiltered, AnswerCutOff) as error:
                self._note(type(error).__name__)
                if isinstance(error, ContentFiltered):
                    break
                correction = Refusal.TOO_LONG
                continue
            except Exception as error:
                if correction is None or not is_model_failure(error):
                    raise
                break
            refusal = self.turn.role.rules.refusal_of(text, self.move, self._said_before, self._heard)
            if refusal is None:
                return text
            self._note(refusal.name)
            correction = refusal
        return plan_wording(self.move)

    async def _streamed(self, running: RunningTurn) -> str:
        correction: Refusal | None = None
        for _ in range(2):
            gate = SentenceGate(self.turn.role.rules, self.move, self._said_before, self._heard)
            reason = await self._stream_once(gate, running, correction)
            if reason is None or (gate.released and gate.missing is None):
                return " ".join(gate.released)
            if gate.released:
                running.publish(gate.completion)
                return " ".join([*gate.released, gate.completion])
            if reason is Refusal.EMPTY and correction is None and gate.refusal is None:
                correction = Refusal.EMPTY
            elif isinstance(reason, Refusal):
                correction = reason
            else:
                break
        text = plan_wording(self.move)
        running.publish(text)
        return text

    async def _stream_once(
        self, gate: SentenceGate, running: RunningTurn, correction: Refusal | None
    ) -> Refusal | str | None:
        """Streams one wording through the gate; None when it can stand, else why not."""
        try:
            async with aclosing(self.model.stream_interview_response(**self._request(correction))) as pieces:
                async for piece in pieces:
                    for sentence in gate.feed(piece):
                        running.publish(sentence)
                    if gate.refusal is not None:
                        break
            for sentence in gate.finish():
                running.publish(sentence)
        except ContentFiltered:
            self._note("content_filtered")
            return "content_filtered"
        except AnswerCutOff:
            self._note("cut_off")
            return Refusal.EMPTY
        except Exception as error:
            if not is_model_failure(error) or (not gate.released and correction is None):
                raise
            self._note("failed_in_mid_stream")
            return "failed"
        refusal = gate.refusal or gate.missing
        if refusal is not None:
            self._note(refusal.name)
        return refusal

    def _request(self, correction: Refusal | None) -> dict[str, Any]:
        return {
            "transcript": self.turn.recent,
            "job_role": self.turn.role.job_role,
            "candidate_response": self.turn.message,
            "plan": self.turn.role.plan,
            "move": self.move,
            "notes": topic_notes(self.turn.role.plan, self.turn.state),
            "language": self.turn.language,
            "correction": correction.value if correction else None,
            "usage": self.usage,
        }

    @property
    def _said_before(self) -> list[str]:
        return [said.content for said in self.turn.recent if said.speaker == "interviewer"]

    @property
    def _heard(self) -> list[str]:
        return [*(said.content for said in self.turn.recent if said.speaker == "candidate"), self.turn.message]

    def _note(self, reason: str) -> None:
        log_event(
            "interview.wording.refused",
            interview_id=self.turn.interview_id,
            turn=self.turn.number,
            reason=reason.lower(),
        )
