import { z } from 'zod';

const limitsSchema = z.strictObject({
  copies: z.number().int().nullable(),
  days: z.number().int().nullable(),
});
export type KeepLimits = z.infer<typeof limitsSchema>;

/**
 * What is missing in Home Assistant's own backup settings and can be set from here. An offer says all of what it changes: it is shown
 * so, agreed to so, and carried out only as long as it is still the same.
 */
export const homeOfferSchema = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('schedule'),
    /** It was never said what goes into automatic backups: all apps will. */
    apps: z.boolean(),
    /** It was never said how many are kept, and there is none yet: so many will be. Null: that stays as it is. */
    keeps: z.number().int().nullable(),
  }),
  /** A key is made there. It leaves no trace here. */
  z.strictObject({ what: z.literal('encryption') }),
  z.strictObject({
    what: z.literal('retention'),
    from: limitsSchema,
    to: limitsSchema,
    /** Agent whose own limits these are; null: those of all that have none of their own. */
    agent: z.string().max(255).nullable(),
  }),
]);
export type HomeOffer = z.infer<typeof homeOfferSchema>;

/** The same choice, down to the numbers. */
export const isSameOffer = (one: HomeOffer, other: HomeOffer): boolean =>
  JSON.stringify(homeOfferSchema.parse(one)) === JSON.stringify(homeOfferSchema.parse(other));
