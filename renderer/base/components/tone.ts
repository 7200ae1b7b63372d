/** What a colour means; beside it there is always a shape or a word that means the same. */
export type Tone = 'ok' | 'warn' | 'danger' | 'info' | 'neutral';
