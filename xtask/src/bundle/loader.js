
// Asks for a part until it is there: a page that is being left, or a phone in a tunnel, breaks a
// fetch off. A page from before an update, whose parts are gone, goes on without them.
async function untilLoaded(load) {
    const { dataset } = document.documentElement;
    for (let wait = 500; ; wait = Math.min(2 * wait, 8000)) {
        try {
            return await load();
        } catch (error) {
            if (error instanceof WebAssembly.LinkError) throw error;
            console.warn(error);
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
        const still = await fetch(import.meta.url, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
        if (still?.status !== 404) continue;
        if ('awake' in dataset) location.assign(dataset.going);
        return new Promise(() => {});
    }
}
