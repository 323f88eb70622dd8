import { Module } from '@nestjs/common';
import { AccountPage } from './account/account-page.ts';
import { ChangePasswordForm } from './account/change-password.ts';
import { EndSessionForms } from './account/end-sessions.ts';
import { RegisterForm } from './account/register.ts';
import { SignInForm, SignInPages } from './account/sign-in.ts';
import { AddToBasket } from './basket/add-to-basket.ts';
import { BasketPage } from './basket/basket-page.ts';
import { ChangeLine } from './basket/change-line.ts';
import { CheckoutPage } from './checkout/checkout-page.ts';
import { OrderPage } from './checkout/order-page.ts';
import { PlaceOrderForm } from './checkout/place-order.ts';
import { Checkout } from './clients/checkout.ts';
import { Comments } from './clients/comments.ts';
import { Profile } from './clients/profile.ts';
import { Recommendations } from './clients/recommendations.ts';
import { Search } from './clients/search.ts';
import { SignOuts } from './clients/sign-outs.ts';
import { VisitorLimits } from './clients/visitor-limits.ts';
import { PostComment } from './comments/post-comment.ts';
import { HomePage } from './home/home-page.ts';
import { ArticlePage } from './journal/article-page.ts';
import { JournalPage } from './journal/journal-page.ts';
import { Header } from './layout/header.ts';
import { Pages } from './layout/page.ts';
import { SwitchXray } from './layout/switch-xray.ts';
import { ProductPage } from './product/product-page.ts';
import { RecommendedProducts } from './product/recommendations.ts';
import { SearchPage } from './search/search-page.ts';
import { StorePage } from './stores/store-page.ts';
import { StoresPage } from './stores/stores-page.ts';

const pages = [
  HomePage,
  SearchPage,
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

const forms = [
  AddToBasket,
  ChangeLine,
  PlaceOrderForm,
  PostComment,
  SignInForm,
  RegisterForm,
  EndSessionForms,
  ChangePasswordForm,
  SwitchXray,
];

/** The storefront renders the pages and calls the services; it owns no data. This file is its table of contents. */
@Module({
  controllers: [...pages, ...forms],
  providers: [
    Search, // the services it calls, under policies.ts
    Checkout,
    Profile,
    SignOuts,
    Recommendations,
    Comments,
    VisitorLimits, // how often one visitor may do what limits.ts names
    Pages, // the one way to answer with a page
    Header,
    RecommendedProducts,
  ],
})
export class StorefrontModule {}
