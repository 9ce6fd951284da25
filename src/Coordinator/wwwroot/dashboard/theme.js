// The theme: as the system, light or dark. Loaded in the head, so that the page has its colour before it is drawn.
(() => {
    'use strict';
    const key = 'resnet.theme';
    const system = matchMedia('(prefers-color-scheme: dark)');

    // Reading fails where a browser keeps nothing; then the system decides.
    const stored = () => {
        try {
            return localStorage.getItem(key) ?? 'system';
        } catch {
            return 'system';
        }
    };

    let choice = stored();
    const isDark = () => choice === 'dark' || (choice !== 'light' && system.matches);
    const apply = () => document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    apply();

    // From the beginning: the system may change before there is anybody to tell.
    let page = null;
    system.addEventListener('change', () => {
        apply();
        page?.invokeMethodAsync('ShowDark', isDark()).catch(() => { /* The circuit has ended; a new page watches anew. */ });
    });

    globalThis.dashboard = {
        watchTheme(layout) {
            page = layout;
            return { dark: isDark(), choice, utcOffset: -new Date().getTimezoneOffset() };
        },

        chooseTheme(next) {
            choice = next;
            try {
                localStorage.setItem(key, next);
            } catch {
                // It holds until the page is left.
            }
            apply();
            return isDark();
        },
    };
})();
