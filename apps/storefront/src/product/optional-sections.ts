import { Injectable } from '@nestjs/common';
import type { Stock } from '@watertight/contracts/checkout';
import type { Card } from '@watertight/contracts/search';
import { orAway, type Part } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { Comments } from '../clients/comments.ts';
import { said, type Said } from '../comments/comment-section.ts';
import type { MastheadParts } from '../layout/header.ts';
import { ShelfOfGoods } from './recommendations.ts';

export interface AskedOfProduct {
  readonly stock: Promise<Part<Stock | null>>;
  readonly recommendations: Promise<Part<Card[]>>;
  readonly comments: Promise<Part<Said>>;
}

/** Asks all at once for what decorates a product's page. */
@Injectable()
export class ProductOrnaments {
  constructor(
    private readonly checkout: Checkout,
    private readonly shelf: ShelfOfGoods,
    private readonly comments: Comments,
  ) {}

  /** `near`: the store from whose page somebody comes. */
  ask(productId: string, near: string | undefined, withinMs: number, { account }: MastheadParts): AskedOfProduct {
    return {
      stock: orAway(this.checkout.stock(productId, near, withinMs)),
      recommendations: orAway(this.shelf.boughtTogether(productId, withinMs)),
      comments: said(orAway(this.comments.on(`product:${productId}`, withinMs)), account),
    };
  }
}
