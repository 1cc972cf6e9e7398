// One reading at a time: what is asked for while one runs is read once more after it.

/** `read`, so that two never overlap; each answer comes after a reading that began later than the question. */
export function oneAtATime(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function begin(): Promise<void> {
    running = read().finally(() => (running = null));
    return running;
  }

  return () => {
    if (running === null) return begin();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  };
}
