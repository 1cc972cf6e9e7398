// Playing what a person says. A browser may refuse sound until somebody has touched the page: then the picture goes on
// without it, and that is told instead of being silent.

/** `heard`: picture and sound; `silent`: the sound was refused; `refused`: both were. */
export type Playing = "heard" | "silent" | "refused";

type Player = Pick<HTMLVideoElement, "muted" | "play">;

const plays = (player: Player): Promise<boolean> =>
  player.play().then(
    () => true,
    // Another stream has taken this one's place: it is not refused, and the next attempt tells.
    (thrown: unknown) => (thrown as { name?: string }).name === "AbortError",
  );

/** Plays with sound, else without. */
export async function playing(player: Player): Promise<Playing> {
  player.muted = false;
  if (await plays(player)) return "heard";
  player.muted = true;
  return (await plays(player)) ? "silent" : "refused";
}
