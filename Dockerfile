# One image for web, worker and beat; compose.yaml says who does what.
FROM python:3.11-slim-bookworm

# Pango draws the vouchers; everything else comes as wheels.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
 && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1
WORKDIR /srv/tuoke

COPY pyproject.toml constraints.txt ./
RUN pip install --no-cache-dir --constraint constraints.txt .

COPY . .
# Static files are part of the image. The local mode needs no secrets for it; what it makes goes.
RUN python manage.py collectstatic --noinput --ignore '*.ttf' \
 && rm -rf var \
 && useradd --uid 1000 --no-create-home tuoke \
 && install -d -o tuoke var

ENV TUOKE_ENV=service
USER tuoke
VOLUME /srv/tuoke/var
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "8", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--max-requests", "5000", \
     "--max-requests-jitter", "500"]
