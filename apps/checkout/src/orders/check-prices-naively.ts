/**
 * Takes every price for the one that was shown. It runs only with `coordination` switched off.
 *
 * A naive shop reads the price when it charges, which is the price of now: the page that the customer decided on may be older.
 */
export const asShownNaively = (): boolean => true;
