/** Which language the words are in, and how dates and numbers are written with them. */
export interface Spoken<Language extends string = string> {
  readonly language: Language;
  /** BCP 47: the language with the user's region, `en-AT` for English words in Austria. */
  readonly locale: string;
}
