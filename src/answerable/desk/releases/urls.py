"""Addresses of the app `releases`, and those of the sites that it serves."""

from django.urls import URLPattern, path

from answerable.desk.releases import serving, views

urlpatterns: list[URLPattern] = [
    path("s/<slug:survey>/releases/", views.releases, name="releases"),
    path("s/<slug:survey>/releases/freeze/", views.freeze, name="releases-freeze"),
    path("s/<slug:survey>/releases/publishing/", views.publishing, name="releases-publishing"),
    path("s/<slug:survey>/releases/<int:release>/", views.release, name="releases-one"),
    path("s/<slug:survey>/releases/<int:release>/zip", views.download, name="releases-zip"),
    path("s/<slug:survey>/releases/<int:release>/publish/", views.publish, name="releases-publish"),
    path("s/<slug:survey>/releases/<int:release>/withdraw/", views.withdraw, name="releases-withdraw"),
    path("s/<slug:survey>/releases/<int:release>/embargo/", views.embargo, name="releases-embargo"),
    path("site/<slug:survey>/", serving.site, name="site"),
    path("site/<slug:survey>/<path:path>", serving.site, name="site-file"),
]
