// Starts Blazor, and keeps trying when the coordinator is away. A coordinator that was started anew does not know this page: it is loaded anew.
(() => {
    'use strict';
    const pauses = [0, 250, 500, 1000, 1000, 2000];
    const notice = document.getElementById('components-reconnect-modal');

    const reloadWhenBack = async () => {
        for (; ;) {
            try {
                if ((await fetch('alive', { cache: 'no-store' })).ok) {
                    location.reload();
                    return;
                }
            } catch {
                // Still away.
            }
            await new Promise(resolve => setTimeout(resolve, 1000));
        }
    };

    notice.addEventListener('components-reconnect-state-changed', event => {
        const state = event.detail.state;
        notice.classList.toggle('reconnect-shown', state !== 'hide');
        if (state === 'rejected' || state === 'failed' || state === 'resume-failed') {
            reloadWhenBack();
        }
    });

    Blazor.start({
        circuit: {
            reconnectionOptions: {
                maxRetries: 1000000,
                retryIntervalMilliseconds: attempt => pauses[Math.min(attempt, pauses.length - 1)],
            },
        },
    });
})();
