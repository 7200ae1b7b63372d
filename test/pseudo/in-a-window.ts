import type { Page } from 'playwright-core';

/** Every text that a person sees, hears of, or finds with a resting pointer. */
export const textsOf = async (page: Page): Promise<readonly string[]> =>
  await page.evaluate(() => {
    const texts = [document.title];
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('svg, script, style')) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'])
        if (element.hasAttribute(name)) texts.push(element.getAttribute(name) ?? '');
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? '');
    }
    return texts.filter((text) => text.trim() !== '');
  });

/** What is cut off: text that hides behind the edge of its element without an ellipsis and a title, or beyond the window. */
export const cutOff = async (page: Page): Promise<readonly string[]> =>
  await page.evaluate(() => {
    const ancestorsOf = function* (element: Element): Generator<Element> {
      for (let one: Element | null = element; one !== null; one = one.parentElement) yield one;
    };
    const isShortened = (element: Element): boolean =>
      getComputedStyle(element).textOverflow === 'ellipsis' && element.closest('[title]') !== null;
    // Heads of a table that is none where the window is narrow, and the like: one pixel, kept for screen readers.
    const isMeantForEars = (element: Element): boolean =>
      [...ancestorsOf(element)].some((one) => one.clientWidth <= 1 && getComputedStyle(one).position === 'absolute');
    // Six boxes show what is typed; the field itself is transparent, and wider than they are.
    const isTypedInto = (element: Element): boolean => element.matches('input, :has(> .code-input)');
    return [...document.querySelectorAll('body, body *')]
      .filter((element) => {
        if (isMeantForEars(element) || isTypedInto(element) || element.closest('svg')) return false;
        const hides = ['hidden', 'clip'].includes(getComputedStyle(element).overflowX);
        const isCut = hides && element.scrollWidth > element.clientWidth + 1 && !isShortened(element);
        const { right, width } = element.getBoundingClientRect();
        const scrolls = element.closest('.table-scroll, pre') !== null;
        return isCut || (width > 0 && !scrolls && right > document.documentElement.clientWidth + 1);
      })
      .map((element) => element.outerHTML.slice(0, 160));
  });
