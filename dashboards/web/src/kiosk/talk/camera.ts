// The agent's camera as a stream of this page: its small pictures, drawn one after another. When they stop coming, the
// picture goes dark: nothing stale looks live.

const EVERY_MS = 100;
const OLDEST_MS = 3_000;
const SIZE = { width: 480, height: 360 };

export function cameraStream(): { stream: MediaStream; stop: () => void } {
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const pen = canvas.getContext("2d");
  let over = false;
  let drawnAt = 0;

  async function draw(): Promise<void> {
    const answer = await fetch("/api/camera/preview.jpg", { cache: "no-store" });
    if (!answer.ok) return;
    const picture = await createImageBitmap(await answer.blob());
    pen?.drawImage(picture, 0, 0, SIZE.width, SIZE.height);
    picture.close();
    drawnAt = performance.now();
  }
  async function run(): Promise<void> {
    while (!over) {
      await draw().catch(() => undefined);
      if (performance.now() - drawnAt > OLDEST_MS) pen?.fillRect(0, 0, SIZE.width, SIZE.height);
      await new Promise((next) => setTimeout(next, EVERY_MS));
    }
  }
  void run();
  return { stream: canvas.captureStream(1000 / EVERY_MS), stop: () => (over = true) };
}
