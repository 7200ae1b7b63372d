/** Each word of it has to be there, wherever. */
export const holdsWords = (text: string, wanted: string): boolean => {
  const there = text.toLocaleLowerCase();
  return wanted
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => there.includes(word));
};

/**
 * Shows of these sections the cards alone that say what is wanted, whatever they say: labels, hints, choices, the name of their
 * section. Answers how many.
 */
export const findCards = (sections: readonly HTMLElement[], wanted: string): number => {
  let found = 0;
  for (const section of sections) {
    const title = section.getAttribute('aria-label') ?? '';
    for (const card of section.querySelectorAll<HTMLElement>(':scope > section')) {
      card.hidden = !holdsWords(`${title} ${card.textContent}`, wanted);
      if (!card.hidden) found += 1;
    }
  }
  return found;
};
