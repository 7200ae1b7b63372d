/** Paths that are looked at closely; of the rest only those with the very name count. */
const maxCompared = 20_000;
const maxShown = 3;
/** Letters that may be wrong, missing or too many. */
const maxDistance = 2;
/** Longer names are not mistyped, but pasted. */
const longestCompared = 64;

/** Remembers which of the paths that went by somebody may have meant. */
export class NearNames {
  readonly #name: string;
  readonly #found: { readonly path: string; readonly distance: number }[] = [];
  #compared = 0;

  /** @param name - the last name of the path that was typed */
  constructor(name: string) {
    this.#name = name.toLowerCase();
  }

  /** @param path - all of it, as it would have to be typed */
  see(path: string): void {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    const distance = name === this.#name ? 0 : this.#distance(name);
    if (distance === undefined) return;
    this.#found.push({ path, distance });
    if (this.#found.length <= maxShown) return;
    this.#found.sort((a, b) => a.distance - b.distance);
    this.#found.pop();
  }

  /** The nearest ones first; empty when there are none. */
  get shown(): string {
    return [...this.#found]
      .sort((a, b) => a.distance - b.distance)
      .map(({ path }) => path)
      .join(', ');
  }

  #distance(name: string): number | undefined {
    const most = Math.max(name.length, this.#name.length);
    if (most > longestCompared || Math.abs(name.length - this.#name.length) > maxDistance) return undefined;
    this.#compared += 1;
    if (this.#compared > maxCompared) return undefined;
    const distance = editDistance(name, this.#name);
    // Of a short name nearly everything would be near.
    return distance <= Math.min(maxDistance, most / 4) ? distance : undefined;
  }
}

/** Letters that have to be put in, taken out or changed (Levenshtein). */
const editDistance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
};
