/** English texts of the console: texts that replace the portal’s where those refer to the provider. */

/** The reader of the console can act on these, so they say how. */
export const live = {
  estimate: (effect: 'accepted' | 'refused', time: string) =>
    `Estimate: ${effect} from about ${time}. Register your gateways and gates under Gateways to see when they have applied a change.`,
};

export const usage = {
  noneReported:
    'No use reported in the last 30 days. This does not mean that the key is unused: gates that report uses must be registered under Gateways, and the settings must say that these are all.',
  partial:
    'There may be more: only gates that are registered and report uses are counted, and the settings do not say that these are all.',
};
