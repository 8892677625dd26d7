import type { Lang } from './texts';

/** Goods of the demo market that there are plenty of, and a few that there are not. */
export type Goods = {
  path: string;
  shop: string;
  shopName: string;
  title: string;
  titleZh?: string;
  option?: string;
};

/** What a thing is called in a language. */
export function titleIn(goods: Goods, lang: Lang): string {
  return (lang === 'zh' && goods.titleZh) || goods.title;
}

export const TEA: Goods = {
  path: '/shops/cloud-ridge-tea/everyday-green-tea-from-the-second-picking',
  shop: 'cloud-ridge-tea',
  shopName: 'Cloud Ridge Tea',
  title: 'Everyday green tea from the second picking',
  option: '500 g',
};

export const HONEY: Goods = {
  path: '/shops/three-hives/acacia-honey-pale-and-slow-to-set-from-may-hives',
  shop: 'three-hives',
  shopName: 'Three Hives',
  title: 'Acacia honey, pale and slow to set, from May hives',
  titleZh: '五月槐花蜜 色浅不易结晶',
  option: '250 g',
};

/** One kind, no options. */
export const FLOWERS: Goods = {
  path: '/shops/three-hives/white-chrysanthemum-heads-for-tea-80-g',
  shop: 'three-hives',
  shopName: 'Three Hives',
  title: 'White chrysanthemum heads for tea, 80 g',
  titleZh: '白菊花 头采整朵 80克',
};

/** One kind, which only one test buys or counts. */
export const TEA_CAKE: Goods = {
  path: '/shops/cloud-ridge-tea/white-tea-cake-pressed-in-2019-350-g',
  shop: 'cloud-ridge-tea',
  shopName: 'Cloud Ridge Tea',
  title: 'White tea cake pressed in 2019, 350 g',
  titleZh: '2019年白茶饼 枣香 350克',
};

/** Another of one kind, for another test. */
export const SOAP: Goods = {
  path: '/shops/three-hives/honeycomb-soap-with-beeswax-pressed-in-cells',
  shop: 'three-hives',
  shopName: 'Three Hives',
  title: 'Honeycomb soap with beeswax, pressed in cells',
  titleZh: '蜂巢纹蜂蜜皂 带蜡香',
};

/** Three axes, of which some combinations cannot be had: no 250 g of the head pick. */
export const GRADED_TEA = '/shops/cloud-ridge-tea/spring-green-tea-picked-before-qingming-pan-fired';

/** Only a handful of each: whoever comes first has them. */
export const SCARCE = [
  '/shops/south-slope-orchard/late-wine-grapes-for-home-brewing-5-kg-crate',
  '/shops/solder-and-shutter/restored-rangefinder-film-camera-from-the-seventies',
  '/shops/cloud-ridge-tea/small-clay-teapot-120-ml-one-man-s-hand',
];

/** Five axes, 378 variants, all of which can be had. */
export const CONTRACT_PHONE = '/shops/north-pier-digital/pier-6-phone-with-a-contract-carrier-plan-and-care';
