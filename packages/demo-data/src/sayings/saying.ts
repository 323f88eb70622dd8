/** A customer's comment on a kind of product; used once, on one product it fits. */
export type Saying =
  | string
  | {
      text: string;
      /** Only of products with these words in their name. */
      about?: string;
      /** The author, where the language or the story asks for one in particular. */
      by?: string;
      daysAgo?: number;
    };
