// A choice of the person's that this browser remembers, such as the language.

import { ref, watch, type Ref } from "vue";

/** The choice kept under `name`, or `usual` when none of `allowed` is. */
export function kept<Choice extends string>(name: string, allowed: readonly Choice[], usual: Choice): Ref<Choice> {
  const choice = ref(allowed.find((each) => each === localStorage.getItem(name)) ?? usual) as Ref<Choice>;
  watch(choice, (chosen) => localStorage.setItem(name, chosen));
  return choice;
}
