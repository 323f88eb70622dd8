import { Module } from '@nestjs/common';
import { Checkout } from './calls/checkout.ts';
import { Comments } from './calls/comments.ts';
import { Profile } from './calls/profile.ts';
import { Recommendations } from './calls/recommendations.ts';
import { Search } from './calls/search.ts';
import { AddToBasket } from './forms/add-to-basket.ts';
import { ChangeLine } from './forms/change-line.ts';
import { PlaceOrderForm } from './forms/place-order.ts';
import { PostComment } from './forms/post-comment.ts';
import { RegisterForm } from './forms/register.ts';
import { SignInForm } from './forms/sign-in.ts';
import { SignOutForm } from './forms/sign-out.ts';
import { SwitchXray } from './forms/switch-xray.ts';
import { LastKnown } from './last-known.ts';
import { Masthead } from './page/masthead-parts.ts';
import { AccountPage } from './pages/account.ts';
import { ArticlePage } from './pages/article.ts';
import { BasketPage } from './pages/basket.ts';
import { CheckoutPage } from './pages/checkout.ts';
import { Home } from './pages/home.ts';
import { JournalPage } from './pages/journal.ts';
import { OrderPage } from './pages/order.ts';
import { ProductPage } from './pages/product.ts';
import { ResultsPage } from './pages/results.ts';
import { SignInPages } from './pages/sign-in.ts';
import { StorePage } from './pages/store.ts';
import { StoresPage } from './pages/stores.ts';
import { ProductOrnaments } from './product-ornaments.ts';
import { ShelfOfGoods } from './shelf.ts';

const pages = [
  Home,
  ResultsPage,
  ProductPage,
  JournalPage,
  ArticlePage,
  BasketPage,
  CheckoutPage,
  OrderPage,
  AccountPage,
  SignInPages,
  StoresPage,
  StorePage,
];

const forms = [AddToBasket, ChangeLine, PlaceOrderForm, PostComment, SignInForm, RegisterForm, SignOutForm, SwitchXray];

/** The storefront renders the pages and calls everyone; it owns no data. This file is its table of contents. */
@Module({
  controllers: [...pages, ...forms],
  providers: [
    Search, // whom it calls, under policies.ts
    Checkout,
    Profile,
    Recommendations,
    Comments,
    LastKnown, // what it remembers: the last good answers
    Masthead, // what it asks for at a click, and never waits for
    ShelfOfGoods,
    ProductOrnaments,
  ],
})
export class StorefrontModule {}
