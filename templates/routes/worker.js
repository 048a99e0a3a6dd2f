importScripts("{{ asset('js/driver/queue.js') }}", "{{ asset('js/driver/worker.js') }}");
