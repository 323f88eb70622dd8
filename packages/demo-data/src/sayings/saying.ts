/** What somebody once said of a kind of thing; used once, on one product it fits. */
export type Saying =
  | string
  | {
      text: string;
      /** Only of products with these words in their name. */
      about?: string;
      /** Who says it, where the language or the story asks for somebody in particular. */
      by?: string;
      daysAgo?: number;
    };
