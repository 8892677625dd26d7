// Wakes the page, and registers the service worker where the browser allows one.
{
  const { script, wasm } = document.currentScript.dataset;

  const preload = (href) =>
    Object.assign(document.createElement('link'), { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href });

  const wake = async () => {
    // All at once, and not each only when the one before it runs.
    const parts = document.querySelector('template[data-parts]')?.dataset.parts;
    document.head.append(...[wasm, ...(parts?.split(' ') ?? [])].filter(Boolean).map(preload));
    const bundle = await import(script);
    await bundle.default({ module_or_path: wasm });
    // Who typed or tapped meanwhile comes first.
    await new Promise((resolve) => setTimeout(resolve));
    await bundle.hydrate();
  };

  // Pages work before they wake, so what is to be seen comes first: nothing else is fetched until
  // it has been painted. A picture that does not come holds nothing up for long.
  const loaded = new Promise((resolve) => addEventListener('load', resolve));
  const painted = new Promise((resolve) => new PerformanceObserver(resolve).observe({ type: 'paint', buffered: true }));
  const late = new Promise((resolve) => setTimeout(resolve, 3000));
  Promise.race([Promise.all([loaded, painted]), late]).then(() => requestAnimationFrame(() => setTimeout(wake)));
}

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js').catch(() => {});
}
