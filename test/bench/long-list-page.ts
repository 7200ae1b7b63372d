/** What runs inside of a page that is measured. As text: nothing of this program is there. */

/** From the answer to the first painted row. Milliseconds. */
export interface Painted {
  readonly ms: number;
}

export interface Scrolled {
  readonly frames: number;
  /** Frames that came later than a sixtieth of a second and half of another after the one before. */
  readonly late: number;
  /** Processor time of the page's thread for each. Milliseconds. */
  readonly workMs: number;
}

/** A bridge that knows one state and one list, and notes how long the page takes from the list to its rows. */
export const listeningBridge = (state: unknown, list: unknown): string => `(() => {
  const state = ${JSON.stringify(state)};
  const list = ${JSON.stringify(list)};
  let done;
  window.paintedOfBench = new Promise((resolve) => (done = resolve));
  const untilPainted = () => {
    const began = performance.now();
    const look = () => {
      if (document.querySelector('.long-row') === null) requestAnimationFrame(look);
      // The frame with the rows in it is on its way by now; what comes after it comes after the painting.
      else requestAnimationFrame(() => setTimeout(() => done({ ms: performance.now() - began })));
    };
    look();
  };
  const answers = { 'backups.list': () => (untilPainted(), list) };
  Object.defineProperty(window, 'haBackup', {
    value: Object.freeze({
      command: async (name) => ({ ok: true, value: answers[name]?.() ?? null }),
      snapshot: async () => state,
      onState: () => () => undefined,
    }),
  });
})()`;

/** Three hundred frames, each 120 pixels further down: as fast as a wheel goes. */
export const scrolling = `new Promise((resolve) => {
  const count = 300;
  let frames = 0;
  let late = 0;
  let last = performance.now();
  const step = (at) => {
    if (frames > 0 && at - last > 25) late += 1;
    last = at;
    if (frames === count) return resolve({ frames, late });
    frames += 1;
    scrollBy(0, 120);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;
