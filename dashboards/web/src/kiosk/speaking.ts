// Reads the page's question aloud, for whoever wants it. Only with a voice that this machine has itself: nothing of
// what is on the screen may be sent to somebody who can speak.

import { computed, onScopeDispose, ref, watch, type Ref } from "vue";

import { language } from "@/words";

export interface Speaking {
  /** There is a voice for the language now. */
  able: Readonly<Ref<boolean>>;
  say: (text: string) => void;
  hush: () => void;
}

export function useSpeaking(): Speaking {
  const voices = ref<readonly SpeechSynthesisVoice[]>([]);
  const synthesis = "speechSynthesis" in window ? window.speechSynthesis : null;
  const learn = (): void => {
    voices.value = synthesis?.getVoices().filter((each) => each.localService) ?? [];
  };
  learn();
  synthesis?.addEventListener?.("voiceschanged", learn);
  onScopeDispose(() => synthesis?.removeEventListener?.("voiceschanged", learn));

  const voice = computed(() => voices.value.find((each) => each.lang.toLowerCase().startsWith(language.value)) ?? null);
  const hush = (): void => synthesis?.cancel();
  watch(language, hush);

  function say(text: string): void {
    if (!synthesis || !voice.value || !text) return;
    synthesis.cancel();
    const said = new SpeechSynthesisUtterance(text);
    [said.voice, said.lang] = [voice.value, voice.value.lang];
    synthesis.speak(said);
  }
  return { able: computed(() => voice.value !== null), say, hush };
}
