import { Injectable } from '@nestjs/common';
import type { Stock } from '@watertight/contracts/checkout';
import type { Card } from '@watertight/contracts/search';
import { orUnavailable, type Content } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { Comments } from '../clients/comments.ts';
import { said, type Said } from '../comments/comment-section.ts';
import type { HeaderData } from '../layout/header.ts';
import { RecommendedProducts } from './recommendations.ts';

export interface AskedOfProduct {
  readonly stock: Promise<Content<Stock | null>>;
  readonly recommendations: Promise<Content<Card[]>>;
  readonly comments: Promise<Content<Said>>;
}

/** Asks all at once for what decorates a product's page. */
@Injectable()
export class ProductOrnaments {
  constructor(
    private readonly checkout: Checkout,
    private readonly shelf: RecommendedProducts,
    private readonly comments: Comments,
  ) {}

  /** `near`: the store from whose page somebody comes. */
  ask(productId: string, near: string | undefined, withinMs: number, { account }: HeaderData): AskedOfProduct {
    return {
      stock: orUnavailable(this.checkout.stock(productId, near, withinMs)),
      recommendations: orUnavailable(this.shelf.boughtTogether(productId, withinMs)),
      comments: said(orUnavailable(this.comments.on(`product:${productId}`, withinMs)), account),
    };
  }
}
