import { ipcMain, type Rectangle } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';

const rectangle = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
const schema = z.object({ main: rectangle.optional() });
type Saved = z.infer<typeof schema>;

/** Less than this of its upper edge in sight, and a person cannot take hold of the window. Pixels. */
const graspable = { width: 120, height: 32 } as const;

/**
 * Where a window goes that was at `saved`: there if it can be seen and moved, no larger than the display; undefined if the
 * display is gone. Pure.
 */
export const placeBounds = (saved: Rectangle | undefined, workAreas: readonly Rectangle[]): Rectangle | undefined => {
  if (saved === undefined) return undefined;
  const area = workAreas.find((candidate) => isGraspable(saved, candidate));
  if (area === undefined) return undefined;
  const [width, height] = [Math.min(saved.width, area.width), Math.min(saved.height, area.height)];
  return {
    x: clamp(saved.x, area.x, area.x + area.width - width),
    y: clamp(saved.y, area.y, area.y + area.height - height),
    width,
    height,
  };
};

const isGraspable = (window: Rectangle, area: Rectangle): boolean => {
  const seen = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const edgeInside = window.y >= area.y - graspable.height && window.y + graspable.height <= area.y + area.height;
  return seen >= graspable.width && edgeInside;
};

const clamp = (value: number, from: number, to: number): number => Math.min(Math.max(value, from), to);

/** `window.json`, kept by electron-store: may be lost without harm, so failures are only told to `onFailed`. */
export class WindowBounds {
  readonly #onFailed: (error: unknown) => void;
  readonly #store: Store<Saved> | undefined;
  #main: Rectangle | undefined;

  /** @param folder - absolute path of the profile folder */
  constructor(folder: string, onFailed: (error: unknown) => void) {
    this.#onFailed = onFailed;
    try {
      this.#store = new Store<Saved>({ name: 'window', cwd: folder, clearInvalidConfig: true });
      // It offers its folder to every window, and no window of ours has a use for that.
      ipcMain.removeAllListeners('electron-store-get-data');
      this.#main = schema.safeParse(this.#store.store).data?.main;
    } catch (error) {
      onFailed(error);
    }
  }

  get main(): Rectangle | undefined {
    return this.#main;
  }

  /** On disk when it returns. */
  remember(main: Rectangle): void {
    this.#main = main;
    try {
      this.#store?.set('main', main);
    } catch (error) {
      this.#onFailed(error);
    }
  }
}
