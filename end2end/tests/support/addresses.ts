import { GRADED_TEA } from './goods';

/** Every page that anybody may open. */
export const PUBLIC = [
  '/',
  '/search',
  '/search?q=tea',
  '/search?q=nothing-of-the-kind',
  '/categories/tea',
  '/shops/cloud-ridge-tea',
  GRADED_TEA,
  '/seen',
  '/wishlist',
  '/cart',
  '/checkout',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/design',
];

/** Pages of somebody who is signed in. */
export const SHOPPER = [
  '/account',
  '/account/addresses',
  '/account/password',
  '/account/sessions',
  '/orders',
  '/notices',
  '/wallet',
  '/wallet/withdraw',
  '/invoices',
  '/open-shop',
];

const OFFICE = '/back-office/cloud-ridge-tea';

/** Pages of the merchant's back office. */
export const MERCHANT = [
  OFFICE,
  `${OFFICE}/orders`,
  `${OFFICE}/orders?stage=to_ship`,
  `${OFFICE}/listings`,
  `${OFFICE}/listings/new`,
  `${OFFICE}/stock`,
  `${OFFICE}/stock?show=low`,
  `${OFFICE}/stock/counts`,
  `${OFFICE}/import`,
  `${OFFICE}/postage`,
  `${OFFICE}/postage/new`,
  `${OFFICE}/questions`,
  `${OFFICE}/decoration`,
  `${OFFICE}/balance`,
  `${OFFICE}/payouts`,
  `${OFFICE}/offers`,
  `${OFFICE}/deposit`,
  `${OFFICE}/invoices`,
  `${OFFICE}/settings`,
];

export const STAFF = [
  '/desk',
  '/desk/promotions',
  '/desk/statements',
  '/desk/taxes',
  '/desk/specifications',
  '/desk/rates',
  '/desk/fees',
];
