{{- define "cameragrid.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The UDP port at which browsers reach a transcoder. */}}
{{- define "cameragrid.whep.port" -}}
{{- if ne (int .Values.transcoder.whep.hostPort) 0 -}}
{{- .Values.transcoder.whep.hostPort -}}
{{- else -}}
{{- .Values.transcoder.whep.port -}}
{{- end -}}
{{- end -}}

{{/* Takes (list root component). */}}
{{- define "cameragrid.name" -}}
{{- printf "%s-%s" (include "cameragrid.fullname" (index . 0)) (index . 1) -}}
{{- end -}}

{{- define "cameragrid.selector" -}}
app.kubernetes.io/name: {{ (index . 0).Chart.Name }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name | quote }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "cameragrid.labels" -}}
{{ include "cameragrid.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version }}
{{- end -}}

{{- define "cameragrid.metadata" -}}
name: {{ include "cameragrid.name" . }}
namespace: {{ (index . 0).Release.Namespace | quote }}
labels:
  {{- include "cameragrid.labels" . | nindent 2 }}
{{- end -}}

{{- define "cameragrid.image" -}}
{{- $image := (index . 0).Values.image -}}
image: {{ printf "%s-%s:%s" $image.repository (index . 1) ($image.tag | default (index . 0).Chart.AppVersion) | quote }}
imagePullPolicy: {{ $image.pullPolicy }}
{{- end -}}

{{/* What all pods of the services have in common; takes (list root component). */}}
{{- define "cameragrid.pod" -}}
{{- $root := index . 0 -}}
{{- $values := index $root.Values (index . 1) -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  fsGroup: 1654
  seccompProfile:
    type: RuntimeDefault
{{- include "cameragrid.placement" $values }}
{{- end -}}

{{- define "cameragrid.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "cameragrid.container.security" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end -}}

{{/* The gateway answers to its own names only, so the probes give one. */}}
{{- define "cameragrid.probes" -}}
{{- range $probe, $spec := dict "startupProbe" (dict "path" "/alive" "period" 1 "failures" 60) "livenessProbe" (dict "path" "/alive" "period" 10 "failures" 3) "readinessProbe" (dict "path" "/health" "period" 5 "failures" 2) }}
{{ $probe }}:
  httpGet:
    path: {{ $spec.path }}
    port: http
    httpHeaders:
      - name: Host
        value: localhost
  periodSeconds: {{ $spec.period }}
  timeoutSeconds: 5
  failureThreshold: {{ $spec.failures }}
{{- end }}
{{- end -}}

{{- define "cameragrid.telemetry.env" -}}
{{- with .Values.telemetry.otlpEndpoint -}}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end -}}
{{- end -}}

{{/* What gateway and transcoder have in common: cameras, store, telemetry. */}}
{{- define "cameragrid.shared.env" -}}
- name: CAMGRID_ENV_FILE
  value: /etc/cameragrid/{{ include "cameragrid.cameras.key" . }}
- name: ConnectionStrings__redis
{{- if .Values.redis.enabled }}
  value: {{ include "cameragrid.name" (list . "redis") }}:6379
{{- else }}
  valueFrom:
    secretKeyRef:
      name: {{ required "externalRedis.existingSecret is needed with redis.enabled=false" .Values.externalRedis.existingSecret | quote }}
      key: {{ .Values.externalRedis.existingSecretKey | quote }}
{{- end }}
{{ include "cameragrid.telemetry.env" . }}
{{- end -}}

{{- define "cameragrid.cameras.key" -}}
{{- if .Values.cameras.existingSecret }}{{ .Values.cameras.existingSecretKey }}{{ else }}.env{{ end -}}
{{- end -}}

{{- define "cameragrid.cameras.secret" -}}
{{- if .Values.cameras.existingSecret -}}
{{- .Values.cameras.existingSecret -}}
{{- else if or .Values.cameras.env .Values.simulator.enabled -}}
{{- include "cameragrid.name" (list . "cameras") -}}
{{- else -}}
{{- fail "cameras.existingSecret, cameras.env or simulator.enabled is needed: there is nothing to show" -}}
{{- end -}}
{{- end -}}

{{- define "cameragrid.cameras.volume" -}}
- name: cameras
  secret:
    secretName: {{ include "cameragrid.cameras.secret" . | quote }}
    defaultMode: 0440
{{- end -}}

{{- define "cameragrid.budget" -}}
{{- $root := index . 0 -}}
{{- $budget := (index $root.Values (index . 1)).podDisruptionBudget -}}
{{- if $budget.enabled -}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "cameragrid.metadata" . | nindent 2 }}
spec:
  maxUnavailable: {{ $budget.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "cameragrid.selector" . | nindent 6 }}
{{- end -}}
{{- end -}}

{{/* Takes (list root component). */}}
{{- define "cameragrid.ingress.from" -}}
- ports:
    - port: http
  from:
    - podSelector:
        matchLabels:
          {{- include "cameragrid.selector" . | nindent 10 }}
{{- end -}}

{{- define "cameragrid.egress.redis" -}}
{{- if .Values.redis.enabled -}}
- ports:
    - port: redis
  to:
    - podSelector:
        matchLabels:
          {{- include "cameragrid.selector" (list . "redis") | nindent 10 }}
{{- end -}}
{{- end -}}

{{- define "cameragrid.cameras.peers" -}}
{{- range .Values.networkPolicy.cameraCidrs }}
- ipBlock:
    cidr: {{ . | quote }}
{{- end }}
{{- if .Values.simulator.enabled }}
- podSelector:
    matchLabels:
      {{- include "cameragrid.selector" (list . "simulator") | nindent 6 }}
{{- end }}
{{- end -}}
