import type { Rectangle } from 'electron';
import { join } from 'node:path';
import { z } from 'zod';
import { JsonFile } from '../../core/state/json-file.ts';

const rectangle = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
const schema = z.object({ main: rectangle.optional() });

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

/** `window.json`: may be lost without harm, so failures are only told to `onFailed`. */
export class WindowBounds {
  readonly #file: JsonFile<z.infer<typeof schema>>;
  readonly #onFailed: (error: unknown) => void;
  #main: Rectangle | undefined;
  #written: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, onFailed: (error: unknown) => void) {
    this.#file = new JsonFile(
      join(folder, 'window.json'),
      schema,
      () => ({}),
      () => undefined,
    );
    this.#onFailed = onFailed;
  }

  static async open(folder: string, onFailed: (error: unknown) => void): Promise<WindowBounds> {
    const bounds = new WindowBounds(folder, onFailed);
    try {
      bounds.#main = (await bounds.#file.read()).main;
    } catch (error) {
      onFailed(error);
    }
    return bounds;
  }

  get main(): Rectangle | undefined {
    return this.#main;
  }

  remember(main: Rectangle): void {
    this.#main = main;
    this.#written = this.#file.update(() => ({ main })).catch(this.#onFailed);
  }

  /** Resolves when what was remembered is on disk. */
  async settle(): Promise<void> {
    await this.#written;
  }
}
