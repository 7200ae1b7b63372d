import type { Page } from 'playwright-core';

/** Runs in the page, before everything else: what listens to clicks is a target, whatever kind of element it is. */
export const watchListeners = (): void => {
  const listening = new WeakSet<EventTarget>();
  window.listensOfTest = (target) => listening.has(target);
  type Add = (this: EventTarget, ...given: Parameters<EventTarget['addEventListener']>) => void;
  const add: Add = Reflect.get(EventTarget.prototype, 'addEventListener');
  const adding: Add = function (...given) {
    if (given[0].toLowerCase() === 'click') listening.add(this);
    add.apply(this, given);
  };
  EventTarget.prototype.addEventListener = adding;
};

declare global {
  interface Window {
    listensOfTest?: (target: EventTarget) => boolean;
  }
}

/**
 * What axe has no rule for, or none that is on: controls of one role and one name, of which a screen reader's list of
 * controls shows two where nobody can tell which is which, and targets below 24 by 24 CSS pixels (WCAG 2.5.8, with its
 * exceptions for space around them and for links within a sentence). Axe has to be in the page.
 *
 * @param alike - names that mean the same wherever they stand
 */
export const faultsOfControls = async (page: Page, alike: readonly string[]): Promise<string[]> =>
  await page.evaluate(inspect, alike);

/** Runs in the page: nothing of this file can be reached from there. */
const inspect = (alike: readonly string[]): string[] => {
  interface Target {
    readonly element: Element;
    readonly box: DOMRect;
  }
  const least = 24;
  const native = 'button, a[href], input, select, textarea, summary';
  const widgets = '[role="button"], [role="option"], [role="menuitem"], [role="link"], [role="tab"], [role="switch"]';
  const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true }) && element.closest('.hidden') === null;
  const isTarget = (element: Element): boolean =>
    element.matches(`${native}, ${widgets}`) || window.listensOfTest?.(element) === true;

  /** A label is a part of what it labels. */
  const boxOf = (element: Element): DOMRect => {
    const labels = element instanceof HTMLInputElement && element.type !== 'text' ? [...(element.labels ?? [])] : [];
    const boxes = [element, ...labels].map((one) => one.getBoundingClientRect());
    const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
    const right = Math.max(...boxes.map((box) => box.right));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    return new DOMRect(left, top, right - left, bottom - top);
  };
  const targets: readonly Target[] = [...root.querySelectorAll('*')]
    .filter((element) => isTarget(element) && isSeen(element) && !element.matches(':disabled'))
    .map((element) => ({ element, box: boxOf(element) }));

  const isSmall = ({ box }: Target): boolean => box.width < least - 0.01 || box.height < least - 0.01;
  const isInSentence = ({ element }: Target): boolean => getComputedStyle(element).display === 'inline';
  const centre = ({ left, top, width, height }: DOMRect): readonly [number, number] => [
    left + width / 2,
    top + height / 2,
  ];
  const toBox = ([x, y]: readonly [number, number], box: DOMRect): number =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const isCrowded = (target: Target): boolean =>
    targets.some((other) => {
      if (other.element.contains(target.element) || target.element.contains(other.element)) return false;
      const [x, y] = centre(target.box);
      const [otherX, otherY] = centre(other.box);
      const meets = toBox([x, y], other.box) < least / 2 - 0.01;
      return meets || (isSmall(other) && Math.hypot(x - otherX, y - otherY) < least - 0.01);
    });

  const { axe } = window as unknown as {
    axe: {
      setup: (from: Element) => void;
      teardown: () => void;
      commons: {
        text: { accessibleText: (element: Element) => string };
        aria: { getRole: (element: Element) => string | null };
      };
    };
  };
  axe.setup(document.body);
  const nameOf = (element: Element): string => axe.commons.text.accessibleText(element).replace(/\s+/g, ' ').trim();
  const groups = '[role="radiogroup"], fieldset, [role="listbox"], [role="menu"]';
  const groupOf = (element: Element): string => {
    const group = element.closest(groups);
    return group === null ? '' : nameOf(group);
  };
  const seen = new Map<string, number>();
  for (const { element } of targets) {
    const role = axe.commons.aria.getRole(element);
    const name = nameOf(element);
    if (role === null || role === 'none' || name === '' || alike.includes(name)) continue;
    const key = [groupOf(element), role, name].filter((part) => part !== '').join(' · ');
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  axe.teardown();
  const small = targets.filter((target) => isSmall(target) && !isInSentence(target) && isCrowded(target));
  return [
    ...[...seen].filter(([, count]) => count > 1).map(([key, count]) => `${count} of one name: ${key}`),
    ...small.map(
      ({ element, box }) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${element.outerHTML.slice(0, 120)}`,
    ),
  ];
};
